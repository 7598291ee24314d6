namespace Optimove.Attributes.Client.Tests.Validation;

public sealed class DefinitionValidatorTests
{
    public static TheoryData<string, string, bool> Defaults() => new()
    {
        { "INT", "2147483647", true },
        { "INT", "2147483648", false },
        { "INT", "1.0", false },
        { "BIGINT", "-9223372036854775808", true },
        { "BIGINT", "9223372036854775808", false },
        { "DECIMAL(19,4)", "999999999999999.9999", true },
        { "DECIMAL(19,4)", "1000000000000000", false },
        { "DECIMAL(19,4)", "1.00001", false },
        { "DECIMAL(19,4)", "1,5", false },
        { "DATE", "2022-10-21", true },
        { "DATE", "10/21/2022", false },
        { "DATE", "2022-02-30", false },
        { "VARCHAR(6)", "Bronze", true },
        { "VARCHAR(5)", "Bronze", false },
        { "NVARCHAR(1)", "", true },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Validate_DefaultValue_FitsItsTypeOrIsRefused(string type, string value, bool fits)
    {
        var definition = new AttributeDefinition("A", AttributeType.Parse(type)) { DefaultValue = value };

        var exception = Record.Exception(() => DefinitionValidator.Validate(definition)) as OptimoveValidationException;

        Assert.Equal(fits ? null : $"A: DefaultValue does not fit {type}.", exception?.Violations.Single().Message);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesAllWithoutTheValue()
    {
        var definition = new AttributeDefinition("A;", default) { DefaultValue = AttributeValue.Clear, CallbackUrl = new Uri("ftp://example.com/secret") };

        var exception = Assert.Throws<OptimoveValidationException>(() => DefinitionValidator.Validate(definition));

        Assert.Equal(
            [
                "A;: RealFieldName holds a ';'.",
                "A;: Type is none of DECIMAL(19,4), INT, BIGINT, DATE, VARCHAR(X), NVARCHAR(X).",
                "A;: DefaultValue is no value; leave it out for none.",
                "A;: CallbackUrl is not an absolute http or https address.",
            ],
            exception.Violations.Select(violation => violation.Message));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/cb")]
    [InlineData("http://127.0.0.1:5000/cb")]
    public void Validate_CallbackUrl_HttpOrHttps_IsTaken(string url) =>
        DefinitionValidator.Validate(new AttributeDefinition("A", AttributeType.Int) { CallbackUrl = new Uri(url) });

    [Fact]
    public void Validate_RelativeCallbackUrl_IsRefused() => Assert.Throws<OptimoveValidationException>(
        () => DefinitionValidator.Validate(new AttributeDefinition("A", AttributeType.Int) { CallbackUrl = new Uri("http", UriKind.Relative) }));

    [Fact]
    public void Validate_DecimalAndDateAsTheirTypes_Fit()
    {
        DefinitionValidator.Validate(new AttributeDefinition("A", AttributeType.Decimal) { DefaultValue = 1.5m });
        DefinitionValidator.Validate(new AttributeDefinition("A", AttributeType.Date) { DefaultValue = new DateOnly(2022, 10, 21) });
        DefinitionValidator.Validate(new AttributeDefinition("A", AttributeType.BigInt) { DefaultValue = long.MaxValue });
    }
}
