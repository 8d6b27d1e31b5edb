using System.Text.Json.Serialization;

namespace MlOps.Parquet.Manifests;

/// <summary>What the files of a slice have. It is written after they were read back and compared with the database.</summary>
public sealed record SliceManifest
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 2;

    // The first one with the rows that others refer to.
    private const int FormatWithReferences = 2;

    public required int Format { get; init; }

    /// <summary>When the rows were read.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public required string Program { get; init; }

    public required string Database { get; init; }

    /// <summary>The version of the server: "18.1".</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The table of the aggregate's root.</summary>
    public required string Root { get; init; }

    /// <summary>What the names of its partitions end with: 2026_08.</summary>
    public required string Slice { get; init; }

    /// <summary>The first moment of the slice.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment after it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The tables, each after those that it refers to.</summary>
    public required IReadOnlyList<ManifestTable> Tables { get; init; }

    /// <summary>
    /// The rows of other tables that those of the slice refer to, and those that these refer to, by table. They are as they were when they
    /// were exported. Files of the first format have none.
    /// </summary>
    public IReadOnlyList<ManifestTable> References { get; init; } = [];

    [JsonIgnore]
    public bool HasReferences => Format >= FormatWithReferences;

    /// <summary>The rows of the slice.</summary>
    [JsonIgnore]
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>The length of all files.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(table => table.Bytes);

    /// <summary>All that has a file.</summary>
    internal IEnumerable<ManifestTable> Files => Tables.Concat(References);
}
