using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MlOps.Files;
using MlOps.Persistence;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Parquet.Manifests;

/// <summary>
/// A directory with the files of slices: TABLE/slice=NAME/part-0.parquet, as Hive has them, what their rows refer to in _references, and
/// manifests in _manifests. Readers of such directories pass over both.
/// </summary>
/// <param name="directory">The directory. It is made with the first slice.</param>
public sealed class SliceDirectory(string directory)
{
    private const string Manifests = "_manifests";
    private const string References = "_references";
    private const string Json = ".json";
    private const string Hash = ".json.sha256";
    private const string Partial = ".partial";
    private const string Lock = ".lock";

    internal static readonly DirectoryUse Use = new(
        "files", "The database is as it was, and an export that is not complete has no manifest.");

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The full path.</summary>
    public string Root { get; } = Path.GetFullPath(directory);

    /// <summary>Reads the manifests, by table and slice.</summary>
    /// <exception cref="MlOpsException">There is no such directory, or a manifest is damaged.</exception>
    public IReadOnlyList<SliceManifest> List() => Use.Explain<IReadOnlyList<SliceManifest>>(Root, () =>
    {
        RequireExisting();
        var folder = Path.Combine(Root, Manifests);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, $"*{Json}").Order(StringComparer.Ordinal).Select(ReadManifest)]
            : [];
    });

    /// <summary>The slices of a table that have a manifest, by its name alone.</summary>
    /// <exception cref="MlOpsException">There is no such directory.</exception>
    internal IReadOnlyList<string> ListSlices(string root) => Use.Explain<IReadOnlyList<string>>(Root, () =>
    {
        RequireExisting();
        var folder = Path.Combine(Root, Manifests);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, $"{root}.*{Json}").Order(StringComparer.Ordinal)
                .Select(path => Path.GetFileName(path)[(root.Length + 1)..^Json.Length])]
            : [];
    });

    /// <summary>Reads the manifest of a slice; null if it has none.</summary>
    /// <exception cref="MlOpsException">It is damaged.</exception>
    public SliceManifest? Find(string root, string slice) => Use.Explain(Root, () =>
    {
        var path = ManifestPath(root, slice, Json);
        return File.Exists(path) ? ReadManifest(path) : null;
    });

    /// <summary>Reads the manifest of a slice.</summary>
    /// <exception cref="MlOpsException">It has none, or it is damaged.</exception>
    public SliceManifest Get(string root, string slice)
    {
        RequireExisting();
        return Find(root, slice) ?? throw new MlOpsException(
            MlOpsError.NotFound,
            $"There is no complete export of the slice {slice} of {root} in {Root}. 'mlops archive export {root} {slice} --to " +
            $"{directory}' writes one, if the slice is in the archive.");
    }

    /// <summary>Compares the files of a slice with its manifest, byte by byte.</summary>
    /// <exception cref="MlOpsException">One is missing, or was changed.</exception>
    public async Task RequireWholeAsync(SliceManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var table in manifest.Files)
        {
            var path = PathOf(table);
            if (!File.Exists(path))
                throw Damaged(manifest, $"The file {table.File} is missing.");

            if (await HashAsync(path, cancellationToken).ConfigureAwait(false) != table.Sha256)
                throw Damaged(manifest, $"The file {table.File} was changed after it was written: it has another SHA-256.");
        }
    }

    /// <summary>The path of a file.</summary>
    public string PathOf(ManifestTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return PathOf(table.File);
    }

    private string PathOf(string file) => Path.Combine([Root, .. file.Split('/')]);

    /// <summary>Lets one process at a time write to the directory, until the lock is disposed of or the process ends.</summary>
    internal async Task<FileStream> TakeTurnAsync(IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        BackupDirectory.Create(Root);
        for (var hasSaid = false; ; hasSaid = true)
        {
            if (FileLock.TryAcquire(Path.Combine(Root, Lock)) is { } held)
                return held;

            if (!hasSaid)
                progress?.Report(new BackupProgress(
                    $"Another process exports into {Root}, and has the lock {Lock} there. This one waits until it is done.",
                    0,
                    IsWaiting: true));

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The path of the file that has what a slice has of a table, within the directory.</summary>
    internal static string FileOf(string slice, string table) => $"{table}/slice={slice}/part-0.parquet";

    /// <summary>The path of the file that has the rows of another table that a slice refers to, within the directory.</summary>
    internal static string ReferenceOf(string root, string slice, string table) => $"{References}/{root}.{slice}/{table}.parquet";

    /// <summary>A path at which a file is written until it is complete.</summary>
    internal string Begin(string file)
    {
        var path = PathOf(file) + Partial;
        BackupDirectory.Create(Path.GetDirectoryName(path)!);
        File.Delete(path);
        return path;
    }

    /// <summary>Puts the files in their places, and then the manifest. Until that, the slice has none.</summary>
    internal void Complete(SliceManifest manifest)
    {
        var (json, hash) = (ManifestPath(manifest.Root, manifest.Slice, Json), ManifestPath(manifest.Root, manifest.Slice, Hash));
        var folder = Path.GetDirectoryName(json)!;
        BackupDirectory.Create(folder);
        File.Delete(json);
        BackupDirectory.Flush(folder);
        foreach (var path in manifest.Files.Select(PathOf))
        {
            File.Move(path + Partial, path, overwrite: true);
            BackupDirectory.Flush(Path.GetDirectoryName(path)!);
            BackupDirectory.Flush(Path.GetDirectoryName(Path.GetDirectoryName(path))!);
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Format);
        Replace(hash, Encoding.UTF8.GetBytes(HashLine(bytes, json)));
        Replace(json, bytes);
        BackupDirectory.Flush(folder);
        BackupDirectory.Flush(Root);
        RemoveOldReferences(manifest);
    }

    // Of an export that was replaced, or killed.
    private void RemoveOldReferences(SliceManifest manifest)
    {
        var folder = Path.GetDirectoryName(PathOf(ReferenceOf(manifest.Root, manifest.Slice, "")))!;
        if (!Directory.Exists(folder))
            return;

        foreach (var file in Directory.EnumerateFiles(folder).Except(manifest.References.Select(PathOf)))
            File.Delete(file);
    }

    internal static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
    }

    internal static MlOpsException Damaged(SliceManifest manifest, string fault, Exception? cause = null) => new(
        MlOpsError.BackupDamaged, $"The export of the slice {manifest.Slice} of {manifest.Root} cannot be used: {fault}", cause);

    private static void Replace(string path, byte[] bytes)
    {
        File.Delete(path + Partial);
        using (var file = BackupDirectory.CreateFile(path + Partial))
            file.Write(bytes);

        File.Move(path + Partial, path, overwrite: true);
    }

    private SliceManifest ReadManifest(string path)
    {
        var name = Path.GetRelativePath(Root, path);
        var bytes = File.ReadAllBytes(path);
        var hash = Path.ChangeExtension(path, null) + Hash;
        if (!File.Exists(hash) || File.ReadAllText(hash) != HashLine(bytes, path))
            throw Damaged($"{name} does not have the hash that {Path.GetFileName(hash)} has");

        try
        {
            var manifest = JsonSerializer.Deserialize<SliceManifest>(bytes, Format) ?? throw Damaged($"{name} is empty");
            return manifest.Format > SliceManifest.CurrentFormat
                ? throw Damaged(
                    $"{name} has the format {manifest.Format}, and this program reads those up to {SliceManifest.CurrentFormat}")
                : Path.GetFileName(path) != $"{manifest.Root}.{manifest.Slice}{Json}"
                ? throw Damaged($"{name} is the manifest of the slice {manifest.Slice} of {manifest.Root}")
                : FindOutside(manifest) is { } outside
                ? throw Damaged($"{name} names the file {outside.File}, which is not where it should be")
                : manifest;
        }
        catch (JsonException e)
        {
            throw Damaged($"{name} is not a manifest: {e.Message.TrimEnd('.')}", e);
        }
    }

    // Else a manifest could name any file of the machine.
    private static ManifestTable? FindOutside(SliceManifest manifest) =>
        manifest.Tables.FirstOrDefault(table => IsOutside(table, FileOf(manifest.Slice, table.Name)))
        ?? manifest.References.FirstOrDefault(table => IsOutside(table, ReferenceOf(manifest.Root, manifest.Slice, table.Name)));

    private static bool IsOutside(ManifestTable table, string file) =>
        table.Name is "." or ".." || table.Name.AsSpan().ContainsAny('/', '\\') || table.File != file;

    private static MlOpsException Damaged(string fault, Exception? cause = null) => new(
        MlOpsError.BackupDamaged, $"The export cannot be used: {fault}. Export the slice again, if it is in the archive.", cause);

    private static string HashLine(byte[] bytes, string path) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {Path.GetFileName(path)}\n";

    private string ManifestPath(string root, string slice, string ending) => Path.Combine(Root, Manifests, $"{root}.{slice}{ending}");

    private void RequireExisting()
    {
        if (!Directory.Exists(Root))
            throw new MlOpsException(MlOpsError.NotFound, $"There is no directory {Root}.");
    }
}
