using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Console.Tests;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("id,a\n1,x\n", "1:id|a 2:1|x")]
    [InlineData("id,a\r\n1,x\r\n2,y", "1:id|a 2:1|x 3:2|y")]
    [InlineData("id,a\r1,x\r", "1:id|a 2:1|x")]
    [InlineData("id;a\n1;x,y\n", "1:id|a 2:1|x,y")]
    [InlineData("id\ta\n1\tx;y\n", "1:id|a 2:1|x;y")]
    [InlineData("\n\nid,a\n\n1,x\n\n", "3:id|a 5:1|x")]
    [InlineData("id,a\n#1,x\n", "1:id|a 2:#1|x")]
    [InlineData("id,a\n1,\"x,\"\"y\"\"\"\n", "1:id|a 2:1|x,\"y\"")]
    [InlineData("id,a\n1,5\" disk\n", "1:id|a 2:1|5\" disk")]
    [InlineData("id,a\n1\n2,y,z\n", "1:id|a 2:1 3:2|y|z")]
    [InlineData("id,a\n,\n", "1:id|a 2:|")]
    [InlineData("\"a;b;c\",id\n1,2\n", "1:a;b;c|id 2:1|2")]
    [InlineData("", "")]
    public async Task ReadAsync_Shape_YieldsRecordsWithTheirLines(string csv, string expected)
    {
        Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(csv)));
    }

    [Fact]
    public async Task ReadAsync_QuotedLineBreaks_CountsThemAsLines()
    {
        using var file = new CsvFile(Stream("id,a\n1,\"x\ny\r\nz\"\n2,b\n"));

        var records = await file.ReadAsync(CancellationToken.None).ToListAsync();

        Assert.Equal([1L, 2L, 5L], records.Select(record => record.Line));
        Assert.Equal("x\ny\r\nz", records[1].Cells[1]);
    }

    [Fact]
    public async Task ReadAsync_ByteOrderMark_IsNoPartOfTheHeader()
    {
        Assert.Equal("1:id|a", await ReadAsync([0xEF, 0xBB, 0xBF, .. "id,a\n"u8]));
    }

    [Fact]
    public async Task ReadAsync_BytesThatAreNotUtf8_MarksTheCell()
    {
        Assert.Equal("1:id|a 2:1|M\uFFFFller", await ReadAsync([.. "id,a\n1,M"u8, 0xFC, .. "ller\n"u8]));
    }

    [Fact]
    public async Task ReadAsync_BadByteAtTheBeginningOfALine_IsNoComment()
    {
        Assert.Equal("1:id|a 2:\uFFFF1|x", await ReadAsync([.. "id,a\n"u8, 0xFC, .. "1,x\n"u8]));
    }

    [Theory]
    [InlineData("id,a\n1,x\n2,\"y\n3,z\n", "line 3: ")]
    [InlineData("id,a\n1,\"x\"y\n", "line 2: ")]
    [InlineData("\"id,a\n1,x\n", "line 1: ")]
    public async Task ReadAsync_BrokenQuotes_NamesTheLine(string csv, string expectedStart)
    {
        using var file = new CsvFile(Stream(csv));

        var exception = await Assert.ThrowsAsync<InputException>(async () => await file.ReadAsync(CancellationToken.None).CountAsync());

        Assert.StartsWith(expectedStart, Assert.Single(exception.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_Twice_YieldsTheSame()
    {
        using var file = new CsvFile(Stream("id,a\n1,x\n2,y\n"));

        Assert.Equal(3, await file.ReadAsync(CancellationToken.None).CountAsync());
        Assert.Equal(3, await file.ReadAsync(CancellationToken.None).CountAsync());
    }

    [Fact]
    public async Task ReadAsync_GivenDelimiter_WinsOverTheHeader()
    {
        using var file = new CsvFile(Stream("id;x,a\n"), ';');

        Assert.Equal(["id", "x,a"], (await file.ReadAsync(CancellationToken.None).SingleAsync()).Cells);
    }

    private static MemoryStream Stream(string csv) => new(Encoding.UTF8.GetBytes(csv));

    private static async Task<string> ReadAsync(byte[] bytes)
    {
        using var file = new CsvFile(new MemoryStream(bytes));
        var records = await file.ReadAsync(CancellationToken.None).ToListAsync();
        return string.Join(' ', records.Select(record => string.Create(CultureInfo.InvariantCulture, $"{record.Line}:{string.Join('|', record.Cells)}")));
    }
}
