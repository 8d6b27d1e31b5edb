using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>A changed byte is refused wherever it is, and nothing is dropped or restored.</summary>
public sealed class DamagedFilesTests(TestDatabase database) : ArchivedMonth(database)
{
    private const int Places = 2;

    [Fact]
    public async Task A_flipped_byte_of_any_file_is_refused_and_the_file_is_named()
    {
        await ExportAsync();
        var random = new Random(7);
        var files = Directory.GetFiles(Files, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var whole = await File.ReadAllBytesAsync(file);
            var places = Enumerable.Range(0, Places).Select(_ => random.Next(whole.Length)).Append(0).Append(whole.Length - 1);
            foreach (var place in places)
            {
                var damaged = whole.ToArray();
                damaged[place] ^= (byte)(1 << random.Next(8));
                await File.WriteAllBytesAsync(file, damaged);
                Assert.Contains(
                    Path.GetFileName(file),
                    await RefuseAsync(30, "archive", place % 2 == 0 ? "purge" : "restore", Root, Slice, "--from", Files, "--dry-run"),
                    StringComparison.Ordinal);
            }

            foreach (var verb in (string[])["purge", "restore"])
                await RefuseAsync(30, "archive", verb, Root, Slice, "--from", Files);

            await File.WriteAllBytesAsync(file, whole);
        }

        Assert.Equal(10, (await TablesAsync()).Count);
        await PurgeAsync();
        await RestoreAsync();
    }

    [Fact]
    public async Task A_file_that_is_missing_or_short_is_named_and_the_next_export_writes_it_anew()
    {
        await ExportAsync();
        var file = Path.Combine(Files, Root, $"slice={Slice}", "part-0.parquet");
        await using (var open = File.OpenWrite(file))
            open.SetLength(open.Length - 1);

        Assert.Contains("part-0.parquet was changed", await RefusePurgeAsync(), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("part-0.parquet is missing", await RefusePurgeAsync(), StringComparison.Ordinal);
        Assert.Contains("was read back", await ExportAsync(), StringComparison.Ordinal);
        await PurgeAsync();
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_said_to_be_so()
    {
        await File.WriteAllTextAsync(Files, "a file");
        Assert.Contains(
            $"The files in {Files} cannot be read or written: ",
            await RefuseAsync(32, "archive", "export", Root, Slice, "--to", Files),
            StringComparison.Ordinal);
    }

    private Task<string> RefusePurgeAsync() => RefuseAsync(30, "archive", "purge", Root, Slice, "--from", Files);
}
