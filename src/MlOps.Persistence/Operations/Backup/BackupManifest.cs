using System.Text.Json.Serialization;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>What a backup has. It is the last file that is written.</summary>
public sealed record BackupManifest
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format of the directory.</summary>
    public required int Format { get; init; }

    /// <summary>The moment whose rows it has.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public required string Program { get; init; }

    /// <summary>The name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>The version of the server: "18.1".</summary>
    public required string ServerVersion { get; init; }

    public required BackupScope Scope { get; init; }

    public required BackupMethod Method { get; init; }

    /// <summary>The migrations of the database, the oldest first.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>How many tenants have rows in tables that are not sliced.</summary>
    public required int Tenants { get; init; }

    /// <summary>The tables, each after those that it refers to. None of a backup of pg_dump.</summary>
    public IReadOnlyList<BackupTable> Tables { get; init; } = [];

    /// <summary>The slices of these tables.</summary>
    public IReadOnlyList<BackupSlice> Slices { get; init; } = [];

    /// <summary>The sequences of these tables.</summary>
    public IReadOnlyList<BackupSequence> Sequences { get; init; } = [];

    /// <summary>The heads of the chains of hashes.</summary>
    public IReadOnlyList<BackupChain> Chains { get; init; } = [];

    /// <summary>The file of pg_dump. Null of another backup.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BackupFile? Dump { get; init; }

    /// <summary>The newest migration.</summary>
    [JsonIgnore]
    public string Migration => Migrations is [.., var newest] ? newest : "";

    /// <summary>How many rows it has.</summary>
    [JsonIgnore]
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>The length of all files but the manifest.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>All files but the manifest.</summary>
    [JsonIgnore]
    public IEnumerable<BackupFile> Files => Tables.SelectMany(table => table.Files).Concat(Dump is null ? [] : [Dump]);
}
