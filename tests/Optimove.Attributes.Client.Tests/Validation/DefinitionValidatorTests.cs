using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Validation;

public sealed class DefinitionValidatorTests
{
    /// <summary>A type, a default value, and whether they fit.</summary>
    public static TheoryData<string, AttributeValue, bool> Defaults => new()
    {
        { "INT", int.MaxValue, true },
        { "INT", int.MinValue, true },
        { "INT", 2_147_483_648, false },
        { "INT", -2_147_483_649, false },
        { "INT", "17", true },
        { "INT", "-17", true },
        { "INT", "1,000", false },
        { "INT", " 17", false },
        { "INT", "", false },
        { "INT", "17.0", false },
        { "INT", 17.5m, false },
        { "INT", "abc", false },
        { "INT", "5\0", false },
        { "INT", new DateOnly(2022, 10, 21), false },
        { "BIGINT", long.MinValue, true },
        { "BIGINT", long.MaxValue, true },
        { "BIGINT", "9223372036854775808", false },
        { "BIGINT", 1.5m, false },
        { "BIGINT", "5\0\0", false },
        { "DECIMAL(19,4)", 17, true },
        { "DECIMAL(19,4)", 0m, true },
        { "DECIMAL(19,4)", 999_999_999_999_999.9999m, true },
        { "DECIMAL(19,4)", -999_999_999_999_999.9999m, true },
        { "DECIMAL(19,4)", 1_000_000_000_000_000m, false },
        { "DECIMAL(19,4)", -1_000_000_000_000_000m, false },
        { "DECIMAL(19,4)", long.MaxValue, false },
        { "DECIMAL(19,4)", decimal.MaxValue, false },
        { "DECIMAL(19,4)", 0.0001m, true },
        { "DECIMAL(19,4)", 1.50000000m, true },
        { "DECIMAL(19,4)", 0.00001m, false },
        { "DECIMAL(19,4)", "0.00000000000000000000000000000000001", false },
        { "DECIMAL(19,4)", "1.5", true },
        { "DECIMAL(19,4)", "1,5", false },
        { "DECIMAL(19,4)", "1.5\0", false },
        { "DECIMAL(19,4)", "1e3", false },
        { "DECIMAL(19,4)", "", false },
        { "DATE", new DateOnly(2022, 10, 21), true },
        { "DATE", DateOnly.MinValue, true },
        { "DATE", DateOnly.MaxValue, true },
        { "DATE", "2022-10-21", true },
        { "DATE", "10/21/2022", false },
        { "DATE", "2022-10-21T00:00:00", false },
        { "DATE", "2022-02-30", false },
        { "DATE", 20221021, false },
        { "VARCHAR(3)", "abc", true },
        { "VARCHAR(3)", "", true },
        { "VARCHAR(3)", "abcd", false },
        { "VARCHAR(3)", 123, true },
        { "VARCHAR(3)", -123, false },
        { "NVARCHAR(10)", new DateOnly(2022, 10, 21), true },
        { "NVARCHAR(9)", new DateOnly(2022, 10, 21), false },
        { "NVARCHAR(2)", "😀", true },
        { "NVARCHAR(1)", "😀", false },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Validate_DefaultValue_FitsItsTypeOrNot(string type, AttributeValue value, bool fits)
    {
        foreach (var culture in new[] { "nl-NL", "fa-IR", "th-TH", "" })
        {
            using var scope = new CultureScope(culture);
            var definition = new AttributeDefinition("VIP_LEVEL", AttributeType.Parse(type)) { DefaultValue = value };

            var exception = Record.Exception(() => DefinitionValidator.Validate(definition));

            Assert.True(fits == exception is null, $"{type}, '{value}', '{culture}': {exception?.Message}");
            if (exception is not null)
            {
                var violation = Assert.Single(Assert.IsType<OptimoveValidationException>(exception).Violations);
                Assert.Equal($"VIP_LEVEL: DefaultValue does not fit {type}.", violation.Message);
                Assert.Equal((null, "VIP_LEVEL"), (violation.Position, violation.RealFieldName));
            }
        }
    }

    [Fact]
    public void Validate_DefaultThatIsNoValue_IsRefused()
    {
        const string Expected = "A: DefaultValue is no value; leave it out for none.";

        Assert.Equal([Expected], Fail(new("A", AttributeType.Int) { DefaultValue = AttributeValue.Clear }));
        Assert.Equal([Expected], Fail(new("A", AttributeType.Int) { DefaultValue = default(AttributeValue) }));
        Assert.Equal(["A: DefaultValue holds half of a surrogate pair."], Fail(new("A", AttributeType.NVarChar(9)) { DefaultValue = "x\uD83D" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Varchar")]
    [InlineData("NVARCHAR")]
    [InlineData("Decimal")]
    [InlineData("DECIMAL(18,2)")]
    [InlineData("DateTime2")]
    public void Validate_TypeThatCannotBeCreated_IsRefused(string read) =>
        Assert.Equal(["A: Type is none of DECIMAL(19,4), INT, BIGINT, DATE, VARCHAR(X), NVARCHAR(X)."], Fail(new("A", AttributeType.Read(read)) { DefaultValue = "5" }));

    [Theory]
    [InlineData("https://example.com/cb?secret=1", true)]
    [InlineData("http://example.com", true)]
    [InlineData("HTTPS://EXAMPLE.COM", true)]
    [InlineData("/cb?secret=1", false)]
    [InlineData("ftp://example.com/secret", false)]
    [InlineData("file:///secret", false)]
    [InlineData("mailto:secret@example.com", false)]
    public void Validate_CallbackUrl_IsAnAbsoluteWebAddress(string address, bool isRight)
    {
        var definition = new AttributeDefinition("A", AttributeType.Int) { CallbackUrl = new Uri(address, UriKind.RelativeOrAbsolute) };

        if (isRight)
        {
            DefinitionValidator.Validate(definition);
            return;
        }

        Assert.Equal(["A: CallbackUrl is not an absolute http or https address."], Fail(definition));
    }

    [Fact]
    public void Validate_EverythingWrong_NamesAllAtOnceWithoutTheValue()
    {
        var definition = new AttributeDefinition("VIP;\n" + new string('L', 200), default) { DefaultValue = "secret\uDE00", CallbackUrl = new Uri("/secret", UriKind.Relative) };

        var exception = Assert.Throws<OptimoveValidationException>(() => DefinitionValidator.Validate(definition));

        var name = "VIP;?" + new string('L', 59) + "...";
        Assert.Equal(
            [
                $"{name}: RealFieldName is 205 characters long, more than 128.",
                $"{name}: Type is none of DECIMAL(19,4), INT, BIGINT, DATE, VARCHAR(X), NVARCHAR(X).",
                $"{name}: DefaultValue holds half of a surrogate pair.",
                $"{name}: CallbackUrl is not an absolute http or https address.",
            ],
            exception.Violations.Select(static violation => violation.Message));
        Assert.All(exception.Violations, violation => Assert.Equal(definition.RealFieldName, violation.RealFieldName));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WithoutDefaultAndCallback_IsRight()
    {
        DefinitionValidator.Validate(new AttributeDefinition(new string('N', 128), AttributeType.NVarChar(1)));

        Assert.Equal("realFieldName", Assert.Throws<ArgumentNullException>(() => new AttributeDefinition(null!, AttributeType.Int)).ParamName);
    }

    private static IEnumerable<string> Fail(AttributeDefinition definition) =>
        Assert.Throws<OptimoveValidationException>(() => DefinitionValidator.Validate(definition)).Violations.Select(static violation => violation.Message);
}
