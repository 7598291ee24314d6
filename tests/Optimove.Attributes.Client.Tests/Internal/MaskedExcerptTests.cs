using System.Text;
using static Optimove.Attributes.Client.Tests.Internal.Answers;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class MaskedExcerptTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\t ")]
    [InlineData("\0\0\u0001")]
    public void Create_NothingToRead_IsNull(string body) => Assert.Null(Excerpt(body, null));

    [Theory]
    [InlineData("  one\r\n\r\n two\tthree\u2028four\0five ", "one two three four five")]
    [InlineData("\uFEFF{\"a\":1}", "{\"a\":1}")]
    [InlineData("naïve שלום 😀", "naïve שלום 😀")]
    public void Create_BlanksAndControlCharacters_AreOneBlank(string body, string expected) => Assert.Equal(expected, Excerpt(body, null));

    [Fact]
    public void Create_Key_IsMaskedInAnyLetterCase() =>
        Assert.Equal("key *** or *** or ***.", Excerpt("key Key-0123456789abcdef or KEY-0123456789ABCDEF or key-0123456789abcdef.", Read("42")));

    [Theory]
    [InlineData("a%2Fb%20%C3%A9t%C3%A9", "no customer a/b été here", "no customer *** here")]
    [InlineData("a%2Fb%20%C3%A9t%C3%A9", "GET /Customers/a%2Fb%20%C3%A9t%C3%A9/Attributes", "GET /Customers/***/Attributes")]
    [InlineData("a%2Fb%20%C3%A9t%C3%A9", "GET /Customers/a%2fb+%c3%a9t%c3%a9/Attributes", "GET /Customers/***/Attributes")]
    [InlineData("a%2Fb%20%C3%A9t%C3%A9", """{"m":"a\/b \u00e9t\u00E9"}""", """{"m":"***"}""")]
    [InlineData("O'Neil%28x%29", "GET /Customers/O'Neil(x)/Attributes", "GET /Customers/***/Attributes")]
    [InlineData("O'Neil%28x%29", "GET /Customers/O%27Neil%28x%29/Attributes", "GET /Customers/***/Attributes")]
    [InlineData("0192837821", "unknown id 0192837821", "unknown id ***")]
    public void Create_IdInThePath_IsMasked(string escapedId, string body, string expected) => Assert.Equal(expected, Excerpt(body, Read(escapedId)));

    [Fact]
    public void Create_PathWithoutAnId_MasksNoPartOfIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api4.optimove.net/Model/GetCustomerAttributeList");

        Assert.Equal("GetCustomerAttributeList", Excerpt("GetCustomerAttributeList", request));
    }

    [Fact]
    public void Create_RelativeAddress_IsNoReasonToFail()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "Customers/42/Attributes");

        Assert.Equal("text", Excerpt("text", request));
    }

    /// <summary>The value is <c>Tom &amp; "Zoë" &lt;a/b&gt; 😀</c>.</summary>
    [Theory]
    [InlineData("as it is", "Tom & \"Zoë\" <a/b> 😀")]
    [InlineData("in capitals", "TOM & \"ZOË\" <A/B> 😀")]
    [InlineData("in JSON, relaxed", "Tom & \\\"Zoë\\\" <a/b> 😀")]
    [InlineData("in JSON, with a slash", "Tom & \\\"Zoë\\\" <a\\/b> 😀")]
    [InlineData("in JSON, strict", "Tom \\u0026 \\u0022Zo\\u00EB\\u0022 \\u003Ca/b\\u003E \\uD83D\\uDE00")]
    [InlineData("in JSON, lower case", "tom \\u0026 \\u0022zo\\u00eb\\u0022 \\u003ca/b\\u003e \\ud83d\\ude00")]
    [InlineData("in HTML by name", "Tom &amp; &quot;Zoë&quot; &lt;a/b&gt; 😀")]
    [InlineData("in HTML by number", "Tom &#38; &#34;Zo&#235;&#34; &#60;a/b&#62; &#128512;")]
    [InlineData("in HTML by hex number", "Tom &amp; &#x22;Zo&#xEB;&#x22; &lt;a&#x2F;b&gt; &#x1F600;")]
    [InlineData("in an address", "Tom%20%26%20%22Zo%C3%AB%22%20%3Ca%2Fb%3E%20%F0%9F%98%80")]
    [InlineData("in an address, lower case", "tom%20%26%20%22zo%c3%ab%22%20%3ca%2fb%3e%20%f0%9f%98%80")]
    [InlineData("in a form", "Tom+%26+%22Zo%C3%AB%22+%3Ca%2Fb%3E+%F0%9F%98%80")]
    [InlineData("in HTML in JSON", "Tom \\u0026amp; \\u0026quot;Zo\\u00eb\\u0026quot; \\u0026lt;a/b\\u0026gt; \\ud83d\\ude00")]
    [InlineData("in JSON in HTML", "Tom \\u0026 \\&quot;Zo\\u00eb\\&quot; &lt;a\\/b&gt; \\ud83d\\ude00")]
    [InlineData("in JSON in JSON", "Tom & \\\\\\\"Zo\\\\u00eb\\\\\\\" <a\\/b> 😀")]
    public void Create_ValueInAnyForm_IsMasked(string form, string written)
    {
        var excerpt = Excerpt($"<<{written}>>", UpdateOf("Tom & \"Zoë\" <a/b> 😀"));

        Assert.True(excerpt == "<<***>>", $"{form}: {excerpt}");
    }

    /// <summary>What looks like an escape is part of the value.</summary>
    [Theory]
    [InlineData("100%25 off", "[100%25 off]", "[***]")]
    [InlineData("C:\\new\\u0041", "[C:\\new\\u0041]", "[***]")]
    [InlineData("C:\\new\\u0041", "[C:\\\\new\\\\u0041]", "[***]")]
    [InlineData("a &amp; b", "[a &amp; b]", "[***]")]
    [InlineData("+31 6 12345678", "[+31 6 12345678]", "[***]")]
    [InlineData("+31 6 12345678", "[%2B31+6+12345678]", "[***]")]
    public void Create_ValueThatHoldsAnEscape_IsMasked(string value, string body, string expected) => Assert.Equal(expected, Excerpt(body, UpdateOf(value)));

    [Theory]
    [InlineData("\\u12")]
    [InlineData("\\")]
    [InlineData("%C3")]
    [InlineData("%zz")]
    [InlineData("&nothing;")]
    [InlineData("& and ;")]
    [InlineData("&#x110000;")]
    [InlineData("&;")]
    public void Create_EscapesThatAreNone_StayAsTheyAre(string body) => Assert.Equal(body, Excerpt(body, UpdateOf("secret")));

    [Fact]
    public void Create_UpdateOfEveryKind_MasksIdsValuesAndCallback()
    {
        using var request = Update(
            [
                new CustomerUpdate("cust-1") { ["TEXT"] = "Gold", ["INT"] = -1234, ["DECIMAL"] = 15.50m, ["CLEAR"] = AttributeValue.Clear },
                new CustomerUpdate("cust-2") { ["DATE"] = new DateOnly(2022, 10, 21), ["OTHER_DATE"] = new DateOnly(2023, 1, 2) },
            ],
            "https://example.com/cb?secret=s3cr3t");

        var excerpt = Excerpt(
            "cust-1 TEXT gold INT -1234 DECIMAL 15.50 CLEAR; CUST-2 DATE 2022-10-21 OTHER_DATE 01/02/2023 00:00:00 to https:\\/\\/example.com\\/cb?secret=s3cr3t",
            request);

        Assert.Equal("*** TEXT *** INT *** DECIMAL *** CLEAR; *** DATE *** OTHER_DATE *** 00:00:00 to ***", excerpt);
    }

    [Fact]
    public void Create_Add_MasksDefaultAndCallback() =>
        Assert.Equal("VIP_LEVEL VARCHAR(10) *** ***", Excerpt("VIP_LEVEL VARCHAR(10) Bronze https://example.com/cb?t=1", Add("Bronze", "https://example.com/cb?t=1")));

    [Fact]
    public void Create_AddWithoutDefaultAndCallback_MasksTheKeyAlone() => Assert.Equal("*** VIP_LEVEL", Excerpt($"{Key} VIP_LEVEL", Add(null, null)));

    [Theory]
    [InlineData("7", "value 7 of 77 at A7, (7) 7", "value *** of 77 at A7, (***) ***")]
    [InlineData("NL", "NL, only, nl-NL, <b>NL</b>", "***, only, ***-***, <b>***</b>")]
    [InlineData("-1", "x-1 is -1", "x-1 is ***")]
    [InlineData("err", "an error", "an ***or")]
    [InlineData("   ", "a     b", "a b")]
    [InlineData("", "a b", "a b")]
    [InlineData("  Gold  ", "Gold", "***")]
    public void Create_ShortValue_IsMaskedAsAWord(string value, string body, string expected) => Assert.Equal(expected, Excerpt(body, UpdateOf(value)));

    [Theory]
    [InlineData("[abcdef] [abc] [abcdefg]", "[***] [***] [***]", "abc", "abcdef", "abcdefg")]
    [InlineData("[abcdefgh]", "[***]", "abcdef", "defgh")]
    [InlineData("[abcdefgh]", "[***]", "defgh", "abcdef")]
    [InlineData("[xxabcxx]", "[***]", "abc", "xxabcxx")]
    [InlineData("[ababab]", "[***]", "abab", "ab")]
    [InlineData("[abcabd]", "[***d]", "abcab", "abx")]
    public void Create_OverlappingValues_LeaveNothingOfAny(string body, string expected, params string[] values) =>
        Assert.Equal(expected, Excerpt(body, UpdateOf(values)));

    [Fact]
    public void Create_ValueQuotedOnlyInPart_IsMaskedFromEightCharactersOn()
    {
        var request = UpdateOf("Zoë van den Berg");

        Assert.Equal("Truncated value: '***'", Excerpt("Truncated value: 'Zoë van de'", request));
        Assert.Equal("Truncated value: '***'", Excerpt("Truncated value: 'Zoë van '", request));
        Assert.Equal("Truncated value: 'Zoë van'", Excerpt("Truncated value: 'Zoë van'", request));
    }

    /// <summary>Values of 25 characters, so that one of them stands across the excerpt's end wherever it falls.</summary>
    [Theory]
    [MemberData(nameof(Offsets))]
    public void Create_ValueAcrossTheEndOfTheExcerpt_ShowsNothingOfIt(int offset)
    {
        var excerpt = Excerpt(new string('.', offset) + "QWERTYUIOPASDFGHJKLZXCVBN" + new string('.', 600), UpdateOf("QWERTYUIOPASDFGHJKLZXCVBN"))!;

        Assert.Equal(Math.Min(512, offset), excerpt.TakeWhile(static character => character == '.').Count());
        Assert.DoesNotContain(excerpt, char.IsLetter);
        Assert.Equal(512, excerpt.Length);
    }

    public static TheoryData<int> Offsets => [.. Enumerable.Range(480, 34)];

    /// <summary>Masking shortens, so what stands far behind moves into the excerpt: nothing of a value may come along, wherever the reading ended.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("é")]
    [InlineData("\"")]
    [InlineData("😀")]
    public void Create_BodyFullOfLongValues_ShowsNothingOfTheLastOne(string special)
    {
        var random = new Random(512);
        foreach (var length in new[] { 20, 53, 300, 1_000, 2_000, 4_001, 8_192, 20_000 })
        {
            var value = "W" + special + new string([.. Enumerable.Range(0, length).Select(_ => (char)random.Next('A', 'Z' + 1))]) + special + "W";
            using var request = UpdateOf(value);
            string[] forms =
            [
                value,
                value.Replace("é", "\\u00e9", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("😀", "\\ud83d\\ude00", StringComparison.Ordinal),
                value.Replace("é", "%C3%A9", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal).Replace("😀", "%F0%9F%98%80", StringComparison.Ordinal),
            ];
            foreach (var form in forms)
            {
                var body = string.Concat(Enumerable.Repeat(form + ",", (10_000 / form.Length) + 1));
                for (var start = 0; start < 13; start++)
                {
                    var excerpt = Excerpt(new string('.', start) + body, request)!;
                    Assert.DoesNotMatch("[A-Z]{3}", excerpt);
                    Assert.StartsWith(new string('.', start) + "***", excerpt, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>Every place of the body is the beginning of the value, nearly to the body's end.</summary>
    [Fact]
    public void Create_ValueThatOverlapsItself_IsMasked() =>
        Assert.Equal("***.", Excerpt(new string('w', 8_100) + ".", UpdateOf(new string('W', 8_000))));

    [Fact]
    public void Create_LongBody_EndsAfter512Characters() => Assert.Equal(new string('x', 512), Excerpt(new string('x', 100_000), Read("42")));

    /// <summary>Half of a pair would be another character wherever the message goes.</summary>
    [Fact]
    public void Create_PairAcrossTheEnd_IsLeftOut()
    {
        var pairs = string.Concat(Enumerable.Repeat("😀", 400));

        Assert.Equal(pairs[..512], Excerpt(pairs, null));
        Assert.Equal("x" + pairs[..510], Excerpt("x" + pairs, null));
    }

    [Fact]
    public void Create_BinaryBody_IsText()
    {
        Assert.Equal("\uFFFD\uFFFD \uFFFD%PDF", Excerpt([0xFF, 0xFE, 0x00, 0x80, (byte)'%', (byte)'P', (byte)'D', (byte)'F'], Read("42")));
    }

    [Fact]
    public void Create_ValueAmongInvalidBytes_IsMasked() =>
        Assert.Equal("\uFFFD***\uFFFD", Excerpt([0xC3, .. "Geheim"u8, 0xE2, 0x82], UpdateOf("Geheim")));

    [Fact]
    public void Create_RequestWithNulls_IsNoReasonToFail()
    {
        using var request = Update([null!, new CustomerUpdate("cust-1") { ["A"] = "Gold" }], null);
        using var withoutList = Update((IReadOnlyCollection<CustomerUpdate>)null!, null);

        Assert.Equal("*** has ***", Excerpt("cust-1 has Gold", request));
        Assert.Equal("text", Excerpt("text", withoutList));
    }

    [Fact]
    public void Create_LargestAnswerToAFullCall_ReadsItsBeginningAlone()
    {
        var updates = new List<CustomerUpdate>();
        for (var customer = 0; customer < 1_000; customer++)
        {
            var update = new CustomerUpdate($"customer-{customer:D8}");
            for (var attribute = 0; attribute < 10; attribute++)
            {
                update[$"A{attribute}"] = $"\"value\" {customer} & {attribute}";
            }

            updates.Add(update);
        }

        using var request = Update(updates, "https://example.com/");
        var body = new byte[16 * 1024 * 1024];
        Array.Fill(body, (byte)'=');
        "customer-00000999: \\u0022value\\u0022 999 \\u0026 9"u8.CopyTo(body);
        using var answer = Buffer(body);
        MaskedExcerpt.Create(answer, request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var excerpt = MaskedExcerpt.Create(answer, request);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("***: ***" + new string('=', 504), excerpt);
        Assert.True(allocated < 8 * 1024 * 1024, $"{allocated:N0} bytes");
    }

    /// <summary>Bodies made of pieces of the request, whole, escaped and broken, among noise.</summary>
    [Fact]
    public void Create_AnyBodyAndRequest_NeverFailsAndNeverShowsAWholeValue()
    {
        var random = new Random(20221021);
        string[] alphabet = ["a", "B", "0", " ", "\n", "\\", "\"", "%", "&", ";", "#", "+", "/", "é", "😀", "\u0130", "ß", "<", "\uFFFD", "\u0001", "\u2028", "x", "u", "4", "1"];
        var masked = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var values = new string[random.Next(1, 6)];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = string.Concat(Enumerable.Range(0, random.Next(0, 24)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            }

            using var request = random.Next(4) switch
            {
                0 => Add(values[0], values[^1]),
                1 => Read(Uri.EscapeDataString(values[0] + "x")),
                _ => UpdateOf(values),
            };
            using var body = new MemoryStream();
            for (var piece = random.Next(0, 60); piece > 0; piece--)
            {
                var value = values[random.Next(values.Length)];
                switch (random.Next(5))
                {
                    case 0:
                        var noise = new byte[random.Next(0, 40)];
                        random.NextBytes(noise);
                        body.Write(noise);
                        break;
                    case 1:
                        body.Write(Encoding.UTF8.GetBytes(Uri.EscapeDataString(value)));
                        break;
                    case 2:
                        body.Write(Encoding.UTF8.GetBytes(value).AsSpan(0, random.Next(Encoding.UTF8.GetByteCount(value) + 1)));
                        break;
                    case 3:
                        body.Write(Encoding.UTF8.GetBytes(alphabet[random.Next(alphabet.Length)]));
                        break;
                    default:
                        body.Write(Encoding.UTF8.GetBytes(value));
                        break;
                }
            }

            var excerpt = Excerpt(body.ToArray(), request);

            if (excerpt is null)
            {
                continue;
            }

            masked += excerpt.Contains("***", StringComparison.Ordinal) ? 1 : 0;
            Assert.InRange(excerpt.Length, 1, 512);
            Assert.DoesNotContain(excerpt, static character => char.IsControl(character) || character == '\u2028');
            Assert.Equal(excerpt, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(excerpt)));
            if (request.Content is PooledJsonContent { Body: UpdateCustomerAttributesRequest })
            {
                foreach (var value in values.Where(static value => value.Trim().Length > 2 && !value.Trim().Any(static character => char.IsControl(character) || char.IsWhiteSpace(character))))
                {
                    Assert.DoesNotContain(value.Trim(), excerpt, StringComparison.OrdinalIgnoreCase);
                }
            }
        }

        Assert.True(masked > 400, $"{masked} of the bodies held something to mask");
    }
}
