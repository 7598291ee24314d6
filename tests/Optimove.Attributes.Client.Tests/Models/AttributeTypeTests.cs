using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Models;

public sealed class AttributeTypeTests
{
    public static TheoryData<AttributeType, string, AttributeTypeKind, int?> Six => new()
    {
        { AttributeType.Int, "INT", AttributeTypeKind.Int, null },
        { AttributeType.BigInt, "BIGINT", AttributeTypeKind.BigInt, null },
        { AttributeType.Decimal, "DECIMAL(19,4)", AttributeTypeKind.Decimal, null },
        { AttributeType.Date, "DATE", AttributeTypeKind.Date, null },
        { AttributeType.VarChar(10), "VARCHAR(10)", AttributeTypeKind.VarChar, 10 },
        { AttributeType.NVarChar(4000), "NVARCHAR(4000)", AttributeTypeKind.NVarChar, 4000 },
    };

    [Theory]
    [MemberData(nameof(Six))]
    public void Type_EachOfTheSix_HasItsWireForm(AttributeType type, string wire, AttributeTypeKind kind, int? length)
    {
        Assert.Equal(wire, type.ToString());
        Assert.Equal(kind, type.Kind);
        Assert.Equal(length, type.Length);
        Assert.True(type.IsCreatable);
        Assert.Equal(type, AttributeType.Parse(wire));
        Assert.Equal(type, AttributeType.Read(wire));
    }

    [Theory]
    [InlineData("int", "INT")]
    [InlineData("BigInt", "BIGINT")]
    [InlineData("decimal(19,4)", "DECIMAL(19,4)")]
    [InlineData("Decimal ( 19 , 4 )", "DECIMAL(19,4)")]
    [InlineData(" date\t", "DATE")]
    [InlineData("VarChar(10)", "VARCHAR(10)")]
    [InlineData("varchar (010)", "VARCHAR(10)")]
    [InlineData("nVarChar( 2147483647 )", "NVARCHAR(2147483647)")]
    [InlineData("nvarchar(1)\n", "NVARCHAR(1)")]
    public void Parse_AnyLetterCaseAndBlanks_GivesTheWireForm(string text, string expected)
    {
        Assert.Equal(expected, AttributeType.Parse(text).ToString());
        Assert.True(AttributeType.TryParse(text, out var type));
        Assert.Equal(expected, type.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("VARCHAR")]
    [InlineData("NVARCHAR")]
    [InlineData("DECIMAL")]
    [InlineData("DECIMAL(19)")]
    [InlineData("DECIMAL(18,2)")]
    [InlineData("VARCHAR()")]
    [InlineData("VARCHAR(0)")]
    [InlineData("VARCHAR(-1)")]
    [InlineData("VARCHAR(+1)")]
    [InlineData("VARCHAR(max)")]
    [InlineData("VARCHAR(1,2)")]
    [InlineData("VARCHAR(2147483648)")]
    [InlineData("VARCHAR(99999999999999999999)")]
    [InlineData("VARCHAR(٣)")]
    [InlineData("VARCHAR(１０)")]
    [InlineData("VARCHAR(10)x")]
    [InlineData("VARCHAR(1 0)")]
    [InlineData("VARCHAR(10")]
    [InlineData("VARCHAR 10)")]
    [InlineData("VARCHAR(10)(10)")]
    [InlineData("INT(4)")]
    [InlineData("I NT")]
    [InlineData("INTEGER")]
    [InlineData("BIT")]
    [InlineData("FLOAT")]
    [InlineData("ıNT")]
    [InlineData("DATE;DROP")]
    public void Parse_NoneOfTheSix_IsRefused(string text)
    {
        Assert.False(AttributeType.TryParse(text, out var type));
        Assert.Equal(default, type);
        var exception = Assert.Throws<FormatException>(() => AttributeType.Parse(text));
        Assert.Equal("Not an attribute type. It is one of DECIMAL(19,4), INT, BIGINT, DATE, VARCHAR(X), NVARCHAR(X), X from 1.", exception.Message);
    }

    [Fact]
    public void Parse_Null_IsRefused()
    {
        Assert.Equal("text", Assert.Throws<ArgumentNullException>(() => AttributeType.Parse(null!)).ParamName);
        Assert.False(AttributeType.TryParse(null, out var type));
        Assert.Equal(default, type);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void VarChar_LengthBelowOne_IsRefused(int length)
    {
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => AttributeType.VarChar(length)).ParamName);
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => AttributeType.NVarChar(length)).ParamName);
    }

    /// <summary>The first six stand in captured answers.</summary>
    [Theory]
    [InlineData("Bigint", AttributeTypeKind.BigInt, null, "BIGINT", true)]
    [InlineData("Decimal", AttributeTypeKind.Decimal, null, "DECIMAL", false)]
    [InlineData("Int", AttributeTypeKind.Int, null, "INT", true)]
    [InlineData("Nvarchar", AttributeTypeKind.NVarChar, null, "NVARCHAR", false)]
    [InlineData("Varchar", AttributeTypeKind.VarChar, null, "VARCHAR", false)]
    [InlineData("Date", AttributeTypeKind.Date, null, "DATE", true)]
    [InlineData("varchar(10)", AttributeTypeKind.VarChar, 10, "VARCHAR(10)", true)]
    [InlineData("Decimal(18, 2)", AttributeTypeKind.Decimal, null, "DECIMAL(18,2)", false)]
    [InlineData("  Datetime2 ", AttributeTypeKind.Unknown, null, "Datetime2", false)]
    [InlineData("varchar(max)", AttributeTypeKind.Unknown, null, "varchar(max)", false)]
    [InlineData("varchar(0)", AttributeTypeKind.Unknown, null, "varchar(0)", false)]
    [InlineData("Int(11)", AttributeTypeKind.Unknown, null, "Int(11)", false)]
    [InlineData("Ünïcode?", AttributeTypeKind.Unknown, null, "Ünïcode?", false)]
    [InlineData("", AttributeTypeKind.Unknown, null, "", false)]
    [InlineData(null, AttributeTypeKind.Unknown, null, "", false)]
    public void Read_WhateverTheServerNames_IsKept(string? text, AttributeTypeKind kind, int? length, string expected, bool isCreatable)
    {
        var type = AttributeType.Read(text);

        Assert.Equal(kind, type.Kind);
        Assert.Equal(length, type.Length);
        Assert.Equal(expected, type.ToString());
        Assert.Equal(isCreatable, type.IsCreatable);
    }

    [Fact]
    public void Default_IsNoType()
    {
        AttributeType type = default;

        Assert.Equal(string.Empty, type.ToString());
        Assert.Equal(AttributeTypeKind.Unknown, type.Kind);
        Assert.Null(type.Length);
        Assert.False(type.IsCreatable);
        Assert.Equal(AttributeType.Read(""), type);
    }

    [Fact]
    public void Equals_SameWireForm_IgnoresLetterCase()
    {
        Assert.True(AttributeType.VarChar(10) == AttributeType.Read("varchar( 10 )"));
        Assert.True(AttributeType.Read("DateTime2") == AttributeType.Read("DATETIME2"));
        Assert.Equal(AttributeType.Read("DateTime2").GetHashCode(), AttributeType.Read("DATETIME2").GetHashCode());
        Assert.True(AttributeType.Int.Equals((object)AttributeType.Parse("int")));
    }

    [Fact]
    public void Equals_OtherWireForm_Differs()
    {
        Assert.True(AttributeType.VarChar(10) != AttributeType.VarChar(11));
        Assert.True(AttributeType.VarChar(10) != AttributeType.NVarChar(10));
        Assert.True(AttributeType.VarChar(10) != AttributeType.Read("Varchar"));
        Assert.True(AttributeType.Decimal != AttributeType.Read("Decimal"));
        Assert.False(AttributeType.Int.Equals("INT"));
        Assert.False(AttributeType.Int.Equals(null));
    }

    [Theory]
    [MemberData(nameof(CultureScope.All), MemberType = typeof(CultureScope))]
    public void Parse_AnyCulture_IsTheSame(string culture)
    {
        using var scope = new CultureScope(culture);

        Assert.Equal("INT", AttributeType.Parse("int").ToString());
        Assert.Equal("BIGINT", AttributeType.Parse("bigint").ToString());
        Assert.Equal("DECIMAL(19,4)", AttributeType.Parse("decimal(19,4)").ToString());
        Assert.Equal("NVARCHAR(1000000)", AttributeType.NVarChar(1_000_000).ToString());
        Assert.True(AttributeType.Parse("int") == AttributeType.Int);
    }
}
