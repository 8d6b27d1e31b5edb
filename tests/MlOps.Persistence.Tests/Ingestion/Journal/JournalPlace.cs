using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Files;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>A directory for the journals of one test, in memory where the system has that: these tests open thousands.</summary>
internal sealed class JournalPlace : IDisposable
{
    private const string MemoryDirectory = "/dev/shm";

    private readonly string _root;
    private readonly ServerReaper? _reaper;

    public JournalPlace()
        : this(Directory.Exists(MemoryDirectory) ? MemoryDirectory : Path.GetTempPath())
    {
        // Memory of a run that is killed would be lost until the machine restarts.
        _reaper = new ServerReaper(_root);
        _reaper.Watch();
    }

    private JournalPlace(string parent)
    {
        _root = Path.Combine(parent, $"mlops-journal-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_root);
        Options = new JournalOptions(Path.Combine(_root, "journal"));
    }

    /// <summary>Segments of a few records.</summary>
    public static JournalOptions Small(JournalOptions options) => options with { SegmentBytes = 256 };

    public JournalOptions Options { get; init; }

    public string[] Segments => Directory.GetFiles(Options.Directory, "*.journal").Order().ToArray();

    public string[] Quarantined =>
        Directory.Exists(QuarantineDirectory) ? Directory.GetFiles(QuarantineDirectory).Order().ToArray() : [];

    private string QuarantineDirectory => Path.Combine(Options.Directory, "quarantine");

    public static byte[] Payload(int id) => Encoding.UTF8.GetBytes($"{id}:{new string('x', id % 5 * 11)}");

    public static int IdOf(JournalRecord record) =>
        int.Parse(Encoding.UTF8.GetString(record.Payload.Span).Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);

    public DurableJournal Open(ILogger? logger = null) => DurableJournal.Open(Options, logger ?? NullLogger.Instance);

    /// <summary>Negative while files are deleted.</summary>
    public long BytesOnDisk()
    {
        try
        {
            return Segments.Sum(path => new FileInfo(path).Length);
        }
        catch (FileNotFoundException)
        {
            return -1;
        }
    }

    public bool IsFree()
    {
        using var held = FileLock.TryAcquire(Path.Combine(Options.Directory, JournalLock.Name));
        return held is not null;
    }

    /// <summary>What a new process finds.</summary>
    public async Task<List<int>> RecoverAsync(ILogger? logger = null)
    {
        await using var journal = Open(logger);
        return [.. journal.Replay().Select(IdOf)];
    }

    /// <summary>A journal in small segments, each record a group of its own.</summary>
    public async Task WriteAsync(int records)
    {
        await using var journal = DurableJournal.Open(Small(Options), NullLogger.Instance);
        for (var id = 0; id < records; id++)
            await journal.AppendAsync(Payload(id), CancellationToken.None);
    }

    public JournalPlace Copy()
    {
        var copy = new JournalPlace(_root);
        Directory.CreateDirectory(copy.Options.Directory);
        foreach (var segment in Segments)
            File.Copy(segment, Path.Combine(copy.Options.Directory, Path.GetFileName(segment)));
        return copy;
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _reaper?.Dispose();
    }
}
