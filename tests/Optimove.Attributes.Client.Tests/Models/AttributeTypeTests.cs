namespace Optimove.Attributes.Client.Tests.Models;

public sealed class AttributeTypeTests
{
    [Theory]
    [InlineData("INT", AttributeTypeKind.Int, null)]
    [InlineData("bigint", AttributeTypeKind.BigInt, null)]
    [InlineData(" Date ", AttributeTypeKind.Date, null)]
    [InlineData("decimal(19,4)", AttributeTypeKind.Decimal, null)]
    [InlineData("DECIMAL( 19 , 4 )", AttributeTypeKind.Decimal, null)]
    [InlineData("varchar(10)", AttributeTypeKind.VarChar, 10)]
    [InlineData("NVARCHAR (4000)", AttributeTypeKind.NVarChar, 4000)]
    public void Parse_OneOfTheSix_IsRead(string text, AttributeTypeKind kind, int? length)
    {
        var type = AttributeType.Parse(text);

        Assert.Equal((kind, length), (type.Kind, type.Length));
        Assert.True(AttributeType.TryParse(text, out var tried));
        Assert.Equal(type, tried);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BOOL")]
    [InlineData("VARCHAR")]
    [InlineData("VARCHAR(0)")]
    [InlineData("VARCHAR(-1)")]
    [InlineData("VARCHAR(99999999999)")]
    [InlineData("VARCHAR(1,2)")]
    [InlineData("VARCHAR(10)x")]
    [InlineData("DECIMAL")]
    [InlineData("DECIMAL(10,2)")]
    [InlineData("INT(4)")]
    [InlineData("VARCHAR(１０)")]
    public void Parse_AnythingElse_Throws(string text)
    {
        Assert.Throws<FormatException>(() => AttributeType.Parse(text));
        Assert.False(AttributeType.TryParse(text, out var type));
        Assert.Equal(default, type);
    }

    [Fact]
    public void ToString_OfTheSix_IsTheWireForm() => Assert.Equal(
        ["INT", "BIGINT", "DATE", "DECIMAL(19,4)", "VARCHAR(10)", "NVARCHAR(1)"],
        new[] { AttributeType.Int, AttributeType.BigInt, AttributeType.Date, AttributeType.Decimal, AttributeType.VarChar(10), AttributeType.NVarChar(1) }
            .Select(type => type.ToString()));

    [Theory]
    [InlineData("Bigint", AttributeTypeKind.BigInt, "BIGINT")]
    [InlineData("Decimal", AttributeTypeKind.Decimal, "DECIMAL")]
    [InlineData("Decimal(18,2)", AttributeTypeKind.Decimal, "DECIMAL(18,2)")]
    [InlineData("Nvarchar", AttributeTypeKind.NVarChar, "NVARCHAR")]
    [InlineData("Geography", AttributeTypeKind.Unknown, "Geography")]
    [InlineData("Varchar(max)", AttributeTypeKind.Unknown, "Varchar(max)")]
    [InlineData(null, AttributeTypeKind.Unknown, "")]
    public void Read_WhateverTheServerNames_NeverFailsAndKeepsTheText(string? text, AttributeTypeKind kind, string expected)
    {
        var type = AttributeType.Read(text);

        Assert.Equal((kind, expected), (type.Kind, type.ToString()));
    }

    [Fact]
    public void Equality_IsByWireFormWithoutRegardToCase()
    {
        Assert.True(AttributeType.Read("varchar(10)") == AttributeType.VarChar(10));
        Assert.True(AttributeType.VarChar(10) != AttributeType.NVarChar(10));
        Assert.True(AttributeType.Read("DECIMAL") != AttributeType.Decimal);
        Assert.Equal(AttributeType.Read("Geography").GetHashCode(), AttributeType.Read("GEOGRAPHY").GetHashCode());
        Assert.Equal(AttributeType.Read("Geography"), AttributeType.Read("GEOGRAPHY"));
    }

    [Fact]
    public void VarChar_LengthBelowOne_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AttributeType.VarChar(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttributeType.NVarChar(-1));
    }
}
