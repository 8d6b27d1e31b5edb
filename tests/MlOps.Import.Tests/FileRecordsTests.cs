using System.Text;
using MlOps.Import.Files;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Files of any content: each bad line is named, and none costs its neighbours.</summary>
[NeedsNoServer]
public class FileRecordsTests
{
    private static readonly FileColumns Columns = new(isExact: false, ["a", "first"], ["b"]);

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("\uFEFFa,b\r\n\r\n1,2\r\n   \r\n3,4\r\n")]
    [InlineData("FIRST;B\n\"1\";2\n3;4\n")]
    [InlineData("b\ta\n2\t1\n4\t3\n")]
    [InlineData("\"a\",\"b\"\n1,2\n3,4\n")]
    public async Task Separated_values_are_read_in_any_usual_form(string text) =>
        Assert.Equal(["1 2", "3 4"], (await ReadAsync(text, FileFormat.Csv)).Select(Show));

    [Theory]
    [InlineData("{\"a\":\"1\",\"b\":2}\n{\"b\":4,\"a\":3}\n")]
    [InlineData("\uFEFF{\"a\":\"1\",\"b\":2}\r\n\r\n{\"first\":3,\"B\":\"4\"}")]
    public async Task Lines_of_JSON_are_read_in_any_order(string text) =>
        Assert.Equal(["1 2", "3 4"], (await ReadAsync(text, FileFormat.JsonLines)).Select(Show));

    [Fact]
    public async Task A_quoted_value_has_separators_and_quotation_marks() =>
        Assert.Equal(["1,2 \"x\" -", "- 4"], (await ReadAsync("a,b\n\"1,2 \"\"x\"\"\",\n,4\n", FileFormat.Csv)).Select(Show));

    [Theory]
    [InlineData("\"1,2", "no partner")]
    [InlineData("1", "has 1 values")]
    [InlineData("1,2,3", "has 3 values")]
    [InlineData("1\r2,3", "line break")]
    public async Task A_bad_line_of_values_costs_none_of_its_neighbours(string line, string reason)
    {
        var records = await ReadAsync($"a,b\n1,2\n{line}\n3,4\n", FileFormat.Csv);
        Assert.Equal([(2, true), (3, false), (4, true)], records.Select(record => (record.Line.Number, record.Fault is null)));
        Assert.Contains(reason, records[1].Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":1", "no JSON")]
    [InlineData("[1]", "must be an object")]
    [InlineData("{\"c\":1}", "'c' is none of a or first, b")]
    [InlineData("{\"a\":1,\"first\":2}", "there twice")]
    [InlineData("{\"a\":{}}", "a text or a number")]
    [InlineData("{\"a\":true}", "a text or a number")]
    [InlineData("{\"a\":\"\\ud800\"}", "no JSON")]
    public async Task A_bad_line_of_JSON_costs_none_of_its_neighbours(string line, string reason)
    {
        var records = await ReadAsync($"{{\"a\":1}}\n{line}\n{{\"a\":3}}", FileFormat.JsonLines);
        Assert.Equal(["1 -", "3 -"], [Show(records[0]), Show(records[2])]);
        Assert.Contains(reason, records[1].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_line_and_bytes_that_are_no_text_cost_none_of_their_neighbours()
    {
        var huge = new string('x', FileLines.MaxBytes + 1);
        byte[] file = [.. Encoding.UTF8.GetBytes($"a,b\n1,2\n{huge}\n"), 0xC3, 0x28, (byte)'\n', .. Encoding.UTF8.GetBytes("3,4\n")];
        var records = await ReadAsync(file, FileFormat.Csv);
        Assert.Equal(
            [null, "The line has more than 1048576 bytes.", "The line is not in UTF-8.", null], records.Select(record => record.Fault));
        Assert.Equal((500, "1 2", "3 4"), (records[1].Line.Text.Length, Show(records[0]), Show(records[3])));
    }

    [Theory]
    [InlineData("1,2\n3,4\n", "'1' is none of a or first, b")]
    [InlineData("a,c\n1,2\n", "'c' is none of")]
    [InlineData("a,first\n1,2\n", "names the column 'first' twice")]
    [InlineData("\"a,b\n1,2\n", "cannot be read")]
    [InlineData("\0\u0001\u0002\n", "is none of")]
    public async Task A_file_without_the_names_of_its_columns_is_refused_as_a_whole(string text, string reason)
    {
        var failure = await Assert.ThrowsAsync<MlOpsException>(() => ReadAsync(text, FileFormat.Csv));
        Assert.Equal(MlOpsError.Configuration, failure.Error);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_UTF_16_is_refused_as_a_whole()
    {
        byte[] file = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a,b\n1,2\n")];
        Assert.Contains(
            "UTF-16", (await Assert.ThrowsAsync<MlOpsException>(() => ReadAsync(file, FileFormat.Csv))).Message, StringComparison.Ordinal);
    }

    private static Task<List<FileRecord>> ReadAsync(string text, FileFormat format) => ReadAsync(Encoding.UTF8.GetBytes(text), format);

    private static async Task<List<FileRecord>> ReadAsync(byte[] bytes, FileFormat format)
    {
        using var stream = new MemoryStream(bytes);
        return await FileRecords.ReadAsync(stream, format, Columns).ToListAsync();
    }

    private static string Show(FileRecord record) => string.Join(' ', record.Values.Select(value => value ?? "-"));
}
