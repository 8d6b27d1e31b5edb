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

    public static string Describe(SliceManifest manifest)
    {
        var referred = manifest.References.Sum(table => table.Rows);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.Tables.Count} tables, {manifest.Rows:N0} rows{(referred == 0 ? "" : $" that refer to {referred:N0} others")}, ") +
            ByteSize.Show(manifest.Bytes);
    }

    /// <summary>Rows by table: "2 of ml_models, 3 of model_versions".</summary>
    public static string List(IReadOnlyDictionary<string, long> rows) => string.Join(
        ", ", rows.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Value:N0} of {table.Key}")));
}
