using System.Globalization;
using MlOps.Parquet.Manifests;

namespace MlOps.Migrator.Operations;

/// <summary>What is said of the files of a slice.</summary>
internal static class SliceFilesPage
{
    public static void Write(Output output, string table, string slice, string outcome, SliceManifest? manifest, string line) =>
        output.Write(
            new { Table = table, Slice = slice, Outcome = outcome, Tables = manifest?.Tables.Count, manifest?.Rows, manifest?.Bytes },
            line);

    public static string Describe(SliceManifest manifest) => string.Create(
        CultureInfo.InvariantCulture, $"{manifest.Tables.Count} tables, {manifest.Rows:N0} rows, {ByteSize.Show(manifest.Bytes)}");
}
