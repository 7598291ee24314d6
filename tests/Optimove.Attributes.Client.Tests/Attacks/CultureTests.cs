using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Whatever the culture of the program, the same bytes go out, the same values come in and the same is said.</summary>
public sealed class CultureTests
{
    public static TheoryData<string> Cultures => ["nl-NL", "de-DE", "tr-TR", "ar-SA", "fa-IR"];

    [Fact]
    public void Cultures_WouldChangeWhatIsWrittenAndRead_OfCodeThatNamesNone()
    {
        // Without this the other tests would pass where cultures are switched off (invariant globalization).
        Assert.All(["nl-NL", "de-DE", "tr-TR"], name => Assert.Equal(12345000m, decimal.Parse("1234.5000", NumberStyles.Number, CultureInfo.GetCultureInfo(name))));
        Assert.Equal("\u0130", "i".ToUpper(CultureInfo.GetCultureInfo("tr-TR")));
        Assert.All(["ar-SA", "fa-IR"], name => Assert.NotEqual("2022", new DateTime(2022, 10, 21).ToString("yyyy", CultureInfo.GetCultureInfo(name))));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Add_EveryType_SendsTheSameBytes(string culture)
    {
        using var server = new ScriptedServer(Reply.Ok("{}")) { HasCatalog = true };
        using var scope = new CultureScope(culture);
        await using var client = TestClient.Create(server.Address);

        await client.AddAttributeAsync(new("Title_iIıİ", AttributeType.NVarChar(1000)) { DefaultValue = "Iğdır'da İKİ ılık içki" });
        await client.AddAttributeAsync(new("MINI_LIMIT", AttributeType.Int) { DefaultValue = -2_147_483_648 });
        await client.AddAttributeAsync(new("BIG", AttributeType.BigInt) { DefaultValue = -9_223_372_036_854_775_808L });
        await client.AddAttributeAsync(new("PRICE", AttributeType.Decimal) { DefaultValue = -123456789012345.6789m });
        await client.AddAttributeAsync(new("SINCE", AttributeType.Date) { DefaultValue = new DateOnly(2024, 2, 29), CallbackUrl = new Uri("https://example.com/i/I?n=1.5") });
        await client.AddAttributeAsync(new("TIER", AttributeType.Parse("varchar(12)")));

        AssertSent(
            server,
            """{"Name":"Title_iIıİ","Type":"NVARCHAR(1000)","DefaultValue":"Iğdır\u0027da İKİ ılık içki"}""",
            """{"Name":"MINI_LIMIT","Type":"INT","DefaultValue":"-2147483648"}""",
            """{"Name":"BIG","Type":"BIGINT","DefaultValue":"-9223372036854775808"}""",
            """{"Name":"PRICE","Type":"DECIMAL(19,4)","DefaultValue":"-123456789012345.6789"}""",
            """{"Name":"SINCE","Type":"DATE","DefaultValue":"2024-02-29","CallbackURL":"https://example.com/i/I?n=1.5"}""",
            """{"Name":"TIER","Type":"VARCHAR(12)"}""");
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Update_EveryKindOfValue_SendsTheSameBytes(string culture)
    {
        using var server = new ScriptedServer(Reply.Ok("{}"));
        using var scope = new CultureScope(culture);
        await using var client = TestClient.Create(server.Address);

        await client.UpdateAttributesAsync(
        [
            new CustomerUpdate("İi-1")
            {
                ["title_id"] = "first", ["TITLE_ID"] = "İstanbul ısı iI", ["SCORE"] = -17, ["Visits"] = 1_234_567, ["Total"] = 9_223_372_036_854_775_807L,
                ["Debt"] = -1234.5000m, ["Nil"] = 0.0000m, ["Seen"] = new DateOnly(2022, 10, 21), ["Born"] = new DateOnly(1, 1, 1),
            },
            new CustomerUpdate("2") { ["FLAG"] = AttributeValue.FromBoolean(true, 1, 0), ["CITY"] = AttributeValue.Clear, ["NOTE"] = "1.234,50" },
        ]);

        AssertSent(
            server,
            """{"CustomerNewAttributesValuesList":[{"CustomerID":"İi-1","Attributes":["""
            + """{"RealFieldName":"title_id","Value":"İstanbul ısı iI"},{"RealFieldName":"SCORE","Value":"-17"},{"RealFieldName":"Visits","Value":"1234567"},"""
            + """{"RealFieldName":"Total","Value":"9223372036854775807"},{"RealFieldName":"Debt","Value":"-1234.5000"},{"RealFieldName":"Nil","Value":"0.0000"},"""
            + """{"RealFieldName":"Seen","Value":"2022-10-21"},{"RealFieldName":"Born","Value":"0001-01-01"}]},"""
            + """{"CustomerID":"2","Attributes":[{"RealFieldName":"FLAG","Value":"1"},{"RealFieldName":"CITY","Value":null},{"RealFieldName":"NOTE","Value":"1.234,50"}]}]}""");
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Get_ValuesAsTheServerWritesThem_ReadAsTheSame(string culture)
    {
        using var server = new ScriptedServer(Reply.Ok(
            """
            [{"REALFIELDNAME":"TITLE_ID","ALIAS":"Başlık","FIELDTYPE":"Nvarchar","VALUE":"İstanbul ısı"},
             {"RealFieldName":"Nil","FieldType":"Decimal","Value":"0.0000"},
             {"RealFieldName":"Debt","FieldType":"decimal","Value":"-1234.5000"},
             {"RealFieldName":"Seen","FieldType":"Date","Value":"10/21/2022 00:00:00"},
             {"RealFieldName":"Early","FieldType":"Date","Value":"02/03/2022 00:00:00"},
             {"RealFieldName":"Never","FieldType":"Date","Value":"01/01/1900 00:00:00"},
             {"RealFieldName":"Flag","FieldType":"Nvarchar","Value":"false"},
             {"RealFieldName":"Bare","FieldType":"Nvarchar","Value":false},
             {"RealFieldName":"Weight","FieldType":"Decimal","Value":-0.5},
             {"RealFieldName":"Score","FieldType":"INT","Value":"-17"},
             {"RealFieldName":"Big","FieldType":"BIGINT","Value":"-9223372036854775808"},
             {"RealFieldName":"None","FieldType":"bigint","Value":null}]
            """));
        using var scope = new CultureScope(culture);
        await using var client = TestClient.Create(server.Address);

        var profile = await client.GetCustomerAttributesAsync("ıİ/1.5");

        Assert.Equal("/Customers/%C4%B1%C4%B0%2F1.5/Attributes", Assert.Single(server.Requests).Target);
        Assert.Equal("ıİ/1.5", profile.CustomerId);
        Assert.Equal(("TITLE_ID", "Başlık", "İstanbul ısı"), (profile["title_id"].RealFieldName, profile["title_id"].Alias, profile.GetString("Title_Id")));
        Assert.False(profile.TryGet("T\u0130TLE_\u0130D", out _));
        Assert.Equal((0m, -1234.5m, -0.5m), (profile.GetDecimal("NIL"), profile.GetDecimal("debt"), profile.GetDecimal("WEIGHT")));
        Assert.Equal((new DateOnly(2022, 10, 21), new DateOnly(2022, 2, 3), null), (profile.GetDate("Seen"), profile.GetDate("Early"), profile.GetDate("Never")));
        Assert.Equal(("false", "false"), (profile.GetString("Flag"), profile.GetString("Bare")));
        Assert.Equal((-17, -9_223_372_036_854_775_808L), (profile.GetInt32("SCORE"), profile.GetInt64("BIG")));
        Assert.Equal((null, null, null, null, null), (profile.GetString("None"), profile.GetInt32("None"), profile.GetInt64("None"), profile.GetDecimal("None"), profile.GetDate("None")));
        Assert.Equal(
            [AttributeTypeKind.NVarChar, AttributeTypeKind.Decimal, AttributeTypeKind.Decimal, AttributeTypeKind.Date, AttributeTypeKind.Int, AttributeTypeKind.BigInt, AttributeTypeKind.BigInt],
            new[] { "TITLE_ID", "Nil", "Debt", "Seen", "Score", "Big", "None" }.Select(name => profile[name].Type.Kind));
        Assert.True(profile["Debt"].Matches(-1234.5m));
        Assert.True(profile["Nil"].Matches(0));
        Assert.True(profile["Seen"].Matches(new DateOnly(2022, 10, 21)));
        Assert.True(profile["Never"].Matches(AttributeValue.Clear));
        Assert.True(profile["Flag"].Matches(AttributeValue.FromBoolean(false, "TRUE", "FALSE")));
        Assert.False(profile["Debt"].Matches(-12345000m));
        Assert.False(profile["Early"].Matches(new DateOnly(2022, 3, 2)));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task List_TypesAndTimes_ReadAsTheSame(string culture)
    {
        using var server = new ScriptedServer(Reply.Ok(
            """
            [{"REALFIELDNAME":"CITY_ID","DESCRIPTION":"Il","FIELDTYPE":"varchar(12)","SOURCE":"API","CREATEDAT":"02/03/2022 08:30:00","UPDATEDAT":"2022-10-21T10:00:00.5+02:00","Weight":1.50}]
            """));
        using var scope = new CultureScope(culture);
        await using var client = TestClient.Create(server.Address);

        var entry = Assert.Single(await client.ListAttributesAsync());

        Assert.Equal(("CITY_ID", "Il", AttributeType.VarChar(12), "API"), (entry.RealFieldName, entry.Description, entry.Type, entry.Source));
        Assert.Equal(new DateTimeOffset(2022, 2, 3, 8, 30, 0, TimeSpan.Zero), entry.CreatedAt);
        Assert.Equal(new DateTimeOffset(2022, 10, 21, 10, 0, 0, 500, TimeSpan.FromHours(2)), entry.UpdatedAt);
        Assert.Equal(("Weight", "1.50"), (Assert.Single(entry.AdditionalFields).Key, entry.AdditionalFields["Weight"].GetRawText()));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task RetryAfter_AsSecondsAndAsADate_IsTheSameWaitAndTheSameLogLine(string culture)
    {
        using var server = new ScriptedServer(
            Reply.Status(429, "", "Retry-After: 1234"), Reply.Ok("[]"), Reply.Status(429, "", "Retry-After: Mon, 23 Nov 2026 12:20:41 GMT"), Reply.Ok("[]"));
        using var log = new RecordingLoggerProvider();
        using var scope = new CultureScope(culture);
        var start = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        // The second wait is counted from where the first one ended, at 12:20:34.
        var clock = new WaitSkippingClock(start, static due => due <= TimeSpan.FromSeconds(1234) && due != TimeSpan.FromSeconds(30));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddOptimoveAttributes(options => (options.BaseAddress, options.ApiKey, options.TotalTimeout) = (server.Address, TestClient.ApiKey, TimeSpan.FromHours(1)));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IOptimoveAttributesClient>();

        await client.ListAttributesAsync();
        var afterSeconds = clock.GetUtcNow() - start;
        await client.ListAttributesAsync();

        Assert.Equal((new TimeSpan(0, 20, 34), new TimeSpan(0, 20, 41)), (afterSeconds, clock.GetUtcNow() - start));
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(
            [
                "Optimove.Attributes.Client: GetCustomerAttributeList: answered 429; all calls with this key pause for 00:20:34",
                "Optimove.Attributes.Client: GetCustomerAttributeList: attempt 1 failed (status 429, (null)); trying again in 00:20:34",
                "Optimove.Attributes.Client: GetCustomerAttributeList: answered 429; all calls with this key pause for 00:00:07",
                "Optimove.Attributes.Client: GetCustomerAttributeList: attempt 1 failed (status 429, (null)); trying again in 00:00:07",
            ],
            log.Lines.Where(line => line.StartsWith("Optimove", StringComparison.Ordinal)).Select(line => line.Trim()));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Errors_WithNumbersAndTimes_SayTheSame(string culture)
    {
        using var server = new ScriptedServer(
            Reply.Status(429, "", "Retry-After: 73800"),
            Reply.Raw(200, new byte[16_777_217]),
            Reply.Status(503),
            Reply.Ok("""[{"RealFieldName":"TITLE_ID","FieldType":"Decimal","Value":"x"}]"""),
            Reply.Ok("[\n{}, 1234]"));
        using var scope = new CultureScope(culture);
        await using var client = TestClient.Create(server.Address, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), options => options.MaxRetryAttempts = 0);
        await using var other = TestClient.Create(server.Address, null, options => (options.MaxRetryAttempts, options.ApiKey) = (0, "other"));

        var limited = await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => client.ListAttributesAsync());
        Assert.Equal(new TimeSpan(20, 30, 0), limited.RetryAfter);
        Assert.Equal("GetCustomerAttributeList: the rate limit is reached (429); the server asks to wait 20:30:00.", limited.Message);
        Assert.Equal(
            "The answer is longer than 16,777,216 bytes (MaxResponseBytes); it was not read to its end.",
            (await Assert.ThrowsAsync<OptimoveTransportException>(() => other.ListAttributesAsync())).Message);
        Assert.Equal("GetCustomerAttributeList: the server answered 503.", (await Assert.ThrowsAsync<OptimoveApiException>(() => other.ListAttributesAsync())).Message);
        var profile = await other.GetCustomerAttributesAsync("42");
        Assert.Equal("The value of TITLE_ID, of type DECIMAL, is not a number.", Assert.Throws<FormatException>(() => profile.GetDecimal("title_id")).Message);
        Assert.Equal("The customer's answer has no attribute iI.", Assert.Throws<KeyNotFoundException>(() => profile["iI"]).Message);
        Assert.Equal(
            "GetCustomerAttributeList: the server answered 200 with a body that does not read as the list that was asked for (line 1, byte 8).",
            (await Assert.ThrowsAsync<OptimoveApiException>(() => other.ListAttributesAsync())).Message);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Refusals_WithNumbersAndTimes_SayTheSame(string culture)
    {
        using var scope = new CultureScope(culture);
        await using var client = TestClient.Create(new Uri("http://127.0.0.1:9/"));
        var many = Enumerable.Range(0, 1001).Select(static number => new CustomerUpdate($"c{number}") { ["I"] = 1 }).ToArray();
        var wide = new CustomerUpdate("42");
        for (var i = 0; i < 1500; i++)
        {
            wide["i" + i.ToString(CultureInfo.InvariantCulture)] = i;
        }

        many[1000] = wide;

        var refused = await Assert.ThrowsAsync<OptimoveValidationException>(() => client.UpdateAttributesAsync(many));
        var definition = await Assert.ThrowsAsync<OptimoveValidationException>(
            () => client.AddAttributeAsync(new(new string('i', 1234), AttributeType.Decimal) { DefaultValue = "1,5" }));
        var options = Assert.Throws<OptionsValidationException>(() => TestClient.Create(new Uri("http://api4.optimove.net/"), null, options =>
        {
            options.MaxRetryAttempts = -1;
            options.AttemptTimeout = TimeSpan.FromMilliseconds(1.5);
            options.RateLimits = [new RateLimit(-5, TimeSpan.FromSeconds(2.5))];
        }));

        Assert.Equal(
            ["There are 1,001 customers in the call; at most 1,000 are allowed.", "updates[1000] has 1,500 attributes; at most 10 are allowed."],
            refused.Violations.Select(violation => violation.Message));
        Assert.Equal(
            [
                new string('i', 64) + "...: RealFieldName is 1,234 characters long, more than 128.",
                new string('i', 64) + "...: DefaultValue does not fit DECIMAL(19,4).",
            ],
            definition.Violations.Select(violation => violation.Message));
        Assert.Equal(
            [
                "BaseAddress is not https; http is for loopback alone.",
                "MaxRetryAttempts is -1; it is from 0 to 100.",
                "AttemptTimeout is 00:00:00.0015000; it is from 10 milliseconds to a day.",
                "RateLimits holds -5 in 00:00:02.5000000; a limit allows at least one request, in a window above zero and of at most a day.",
            ],
            options.Failures);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Timeouts_SayTheSame(string culture)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var server = new ScriptedServer(Reply.Never) { OnRequest = _ => clock.Advance(TimeSpan.FromSeconds(90.5)) };
        using var scope = new CultureScope(culture);
        await using var attempt = TestClient.Create(server.Address, clock, options => (options.MaxRetryAttempts, options.AttemptTimeout) = (0, TimeSpan.FromSeconds(90.5)));
        await using var total = TestClient.Create(
            server.Address, clock, options => (options.MaxRetryAttempts, options.AttemptTimeout, options.TotalTimeout) = (1, TimeSpan.FromSeconds(90.5), TimeSpan.FromSeconds(90.5)));

        Assert.Equal(
            "GetCustomerAttributeList: no answer within 00:01:30.5000000 (AttemptTimeout), after 1 attempt.",
            (await Assert.ThrowsAsync<OptimoveTimeoutException>(() => attempt.ListAttributesAsync())).Message);
        Assert.Equal(
            "GetCustomerAttributeList: no usable answer within 00:01:30.5000000 (TotalTimeout), after 1 attempt.",
            (await Assert.ThrowsAsync<OptimoveTimeoutException>(() => total.ListAttributesAsync())).Message);
    }

    private static void AssertSent(ScriptedServer server, params string[] bodies)
    {
        Assert.Equal(bodies, server.Requests.Select(request => request.Text));
        Assert.All(server.Requests.Zip(bodies), pair => Assert.Equal(Encoding.UTF8.GetBytes(pair.Second), pair.First.Body));
        Assert.All(server.Requests.Zip(bodies), pair => Assert.Equal([Encoding.UTF8.GetByteCount(pair.Second).ToString(CultureInfo.InvariantCulture)], pair.First.Header("Content-Length")));
    }
}
