namespace Optimove.Attributes.Client.Tests.Models;

public sealed class CustomerProfileTests
{
    [Fact]
    public void Readers_EachType_ReadByNameInAnyCase()
    {
        Assert.Equal("Gold", Profile["vip_level"].Value);
        Assert.Equal("Gold", Profile.GetString("VIP_level"));
        Assert.Equal(17, Profile.GetInt32("score"));
        Assert.Equal(5_000_000_000, Profile.GetInt64("Points"));
        Assert.Equal(0m, Profile.GetDecimal("balance"));
        Assert.Equal(new DateOnly(2022, 10, 21), Profile.GetDate("last_seen"));
        Assert.Equal("false", Profile.GetString("optin"));
        Assert.Equal("VIP level", Profile["VIP_LEVEL"].Alias);
        Assert.Equal(AttributeTypeKind.NVarChar, Profile["OPTIN"].Type.Kind);
    }

    [Fact]
    public void Readers_NoValue_AreNull()
    {
        Assert.True(Profile.TryGet("nothing", out var entry));
        Assert.Null(entry.Value);
        Assert.Null(Profile.GetString("NOTHING"));
        Assert.Null(Profile.GetInt32("NOTHING"));
        Assert.Null(Profile.GetInt64("NOTHING"));
        Assert.Null(Profile.GetDecimal("NOTHING"));
        Assert.Null(Profile.GetDate("NOTHING"));
        Assert.Null(Profile.GetDate("NO_DATE"));
        Assert.Equal("01/01/1900 00:00:00", Profile.GetString("NO_DATE"));
    }

    [Fact]
    public void Readers_MissingAttribute_Throw()
    {
        Assert.False(Profile.TryGet("MISSING", out var entry));
        Assert.Null(entry);
        Func<object?>[] readers =
        [
            static () => Profile["MISSING"], static () => Profile.GetString("MISSING"), static () => Profile.GetInt32("MISSING"), static () => Profile.GetInt64("MISSING"),
            static () => Profile.GetDecimal("MISSING"), static () => Profile.GetDate("MISSING"),
        ];
        foreach (var reader in readers)
        {
            Assert.Equal("The customer's answer has no attribute MISSING.", Assert.Throws<KeyNotFoundException>(reader).Message);
        }
    }

    [Fact]
    public void Readers_NullName_AreRefused()
    {
        Func<object?>[] readers =
        [
            static () => Profile[null!], static () => Profile.TryGet(null!, out _), static () => Profile.GetString(null!), static () => Profile.GetInt32(null!),
            static () => Profile.GetInt64(null!), static () => Profile.GetDecimal(null!), static () => Profile.GetDate(null!),
        ];
        foreach (var reader in readers)
        {
            Assert.Equal("realFieldName", Assert.Throws<ArgumentNullException>(reader).ParamName);
        }
    }

    [Fact]
    public void Readers_ValueOfAnotherType_ThrowWithoutIt()
    {
        Assert.Equal("The value of VIP_LEVEL, of type VARCHAR, is not a number.", Assert.Throws<FormatException>(static () => Profile.GetInt32("vip_level")).Message);
        Assert.Equal("The value of POINTS, of type BIGINT, is not a whole number of 32 bits.", Assert.Throws<FormatException>(static () => Profile.GetInt32("POINTS")).Message);
        Assert.Equal("The value of OPTIN, of type NVARCHAR, is not a date.", Assert.Throws<FormatException>(static () => Profile.GetDate("OPTIN")).Message);
    }

    [Fact]
    public void Attributes_NameThatComesTwice_KeepsBothAndReadsTheFirst()
    {
        var profile = new CustomerProfile("42", [Entry("A", "Int", "1"), Entry("a", "Int", "2")]);

        Assert.Equal(["1", "2"], profile.Attributes.Select(static entry => entry.Value));
        Assert.Equal(1, profile.GetInt32("A"));
    }

    [Fact]
    public void Profile_WithoutAttributes_IsEmpty()
    {
        var profile = new CustomerProfile("42", []);

        Assert.Equal("42", profile.CustomerId);
        Assert.Empty(profile.Attributes);
        Assert.False(profile.TryGet("A", out _));
    }

    [Fact]
    public void ToString_ShowsNeitherIdNorValue() => Assert.Equal("Optimove.Attributes.Client.CustomerProfile", Profile.ToString());

    private static CustomerProfile Profile { get; } = new(
        "0192837821",
        [
            new ProfileEntry { RealFieldName = "VIP_LEVEL", Alias = "VIP level", Type = AttributeType.Read("Varchar"), Value = "Gold" },
            Entry("SCORE", "Int", "17"),
            Entry("POINTS", "Bigint", "5000000000"),
            Entry("BALANCE", "Decimal", "0.0000"),
            Entry("LAST_SEEN", "Date", "10/21/2022 00:00:00"),
            Entry("NO_DATE", "Date", "01/01/1900 00:00:00"),
            Entry("OPTIN", "Nvarchar", "false"),
            Entry("NOTHING", "Int", null),
        ]);

    private static ProfileEntry Entry(string name, string type, string? value) => new() { RealFieldName = name, Type = AttributeType.Read(type), Value = value };
}
