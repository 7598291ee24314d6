using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Console.Tests;

public sealed class ImportScanTests
{
    [Theory]
    [InlineData("", "The file is empty; its first line is to name the columns.")]
    [InlineData("\n\n", "The file is empty; its first line is to name the columns.")]
    [InlineData("a,b\n1,2\n", "line 1: there is no column id for the ids; the header has a, b")]
    [InlineData("id,a,id\n1,2,3\n", "line 1: 2 columns are named id, so which one holds the ids is not clear|line 1: the columns 1, 3 all go to id (RealFieldNames compare without regard to case)")]
    [InlineData("id\n1\n", "line 1: there is no column besides the id, so there is nothing to send")]
    [InlineData("id,a,A\n1,2,3\n", "line 1: the columns 2, 3 all go to a (RealFieldNames compare without regard to case)")]
    [InlineData("id,a,\n1,2,3\n", "line 1, column 3: the RealFieldName is blank")]
    [InlineData("id,\"a;b\"\n1,2\n", "line 1, column 2: the RealFieldName holds a ';'")]
    [InlineData("id,\"a\nb\"\n1,2\n", "line 1, column 2: the RealFieldName holds a control character")]
    [InlineData("id,a\n1\n2,x,y\n3,z\n", "line 2: 1 cells, but the header has 2|line 3: 3 cells, but the header has 2")]
    [InlineData("id,a\n1,\"x\ny\"\n,z\n\" \",z\n", "line 4, column id: the id is blank|line 5, column id: the id is blank")]
    [InlineData("id,a\n.,x\n..,x\n", "line 2, column id: the id is '.' or '..', which a path can't carry|line 3, column id: the id is '.' or '..', which a path can't carry")]
    [InlineData("id,a\n\"1\n2\",x\n", "line 2, column id: the id holds a control character")]
    public async Task ReadAsync_FaultyFile_NamesEveryFaultByItsPlace(string csv, string expected)
    {
        var exception = await Assert.ThrowsAsync<InputException>(() => ReadAsync(csv));

        Assert.Equal(expected, exception.Total > 0 ? string.Join('|', exception.Faults) : exception.Message);
    }

    [Fact]
    public async Task ReadAsync_BytesThatAreNotUtf8_NamesLineAndColumn()
    {
        byte[] csv = [.. "id,name\n1,M"u8, 0xFC, .. "ller\n2,ok\n"u8, 0xFF, .. "3,x\n"u8];
        using var file = new CsvFile(new MemoryStream(csv));

        var exception = await Assert.ThrowsAsync<InputException>(() => ImportScan.ReadAsync(file, new ImportRequest { IdColumn = "id" }, CancellationToken.None));

        Assert.Equal(
            ["line 2, column name: the cell holds bytes that are not UTF-8", "line 4, column id: the id holds bytes that are not UTF-8"],
            exception.Faults);
    }

    [Fact]
    public async Task ReadAsync_ManyFaults_ListsTwentyAndCountsAll()
    {
        var csv = "id,a\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $",secret{i}\n")));

        var exception = await Assert.ThrowsAsync<InputException>(() => ReadAsync(csv));

        Assert.Equal(1000, exception.Total);
        Assert.Equal(20, exception.Faults.Count);
        Assert.Equal("line 21, column id: the id is blank", exception.Faults[^1]);
    }

    [Theory]
    [InlineData("nope=X", "--map nope=X: there is no column nope")]
    [InlineData("a", "--map a: COLUMN=REALFIELDNAME is needed")]
    [InlineData("id=X", "--map id=X: id is the column of the ids, which is not an attribute")]
    [InlineData("a=X|a=Y", "--map a=Y: a is mapped already")]
    [InlineData("a=B", "line 1: the columns 2, 3 all go to B (RealFieldNames compare without regard to case)")]
    [InlineData("a=", "line 1, column 2: the RealFieldName is blank")]
    public async Task ReadAsync_FaultyMap_NamesIt(string maps, string expected)
    {
        var exception = await Assert.ThrowsAsync<InputException>(() => ReadAsync("id,a,b\n1,x,y\n", maps.Split('|')));

        Assert.Equal(expected, Assert.Single(exception.Faults));
    }

    [Fact]
    public async Task ReadAsync_Map_RenamesOneColumn()
    {
        var scan = await ReadAsync("id,a,b\n1,x,y\n", "a=VIP=LEVEL");

        Assert.Equal(["VIP=LEVEL", "b"], scan.Layout.Columns.Select(column => column.RealFieldName));
    }

    [Fact]
    public async Task ReadAsync_HeaderOnly_FindsNothingToSend()
    {
        var scan = await ReadAsync("id,a\n");

        Assert.Equal((0, 0, 0), (scan.Rows, scan.Customers, scan.Values));
        Assert.Null(scan.TypeOf(scan.Layout.Columns[0]));
    }

    [Fact]
    public async Task ReadAsync_RightFile_CountsAndGuessesOverAllRows()
    {
        var scan = await ReadAsync("id,n,t\n1,5,\n2,,x\n1,7.5,00123\n3,,\n");

        Assert.Equal((4, 2, 4), (scan.Rows, scan.Customers, scan.Values));
        Assert.Equal(["DECIMAL(19,4)", "NVARCHAR(10)"], scan.Layout.Columns.Select(column => scan.TypeOf(column).ToString()));
    }

    private static async Task<ImportScan> ReadAsync(string csv, params IReadOnlyList<string> maps)
    {
        using var file = new CsvFile(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
        return await ImportScan.ReadAsync(file, new ImportRequest { IdColumn = "id", Maps = maps }, CancellationToken.None);
    }
}
