using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>An operation in a Git repository: a commit, a push, a merge.</summary>
public sealed class GitOperationEvent : LearningEvent
{
    public const string Kind = "git.operation";
    public const int MaxHashLength = 64;

    private GitOperationEvent()
    {
    }

    private GitOperationEvent(DateTimeOffset at, EventDetails? details)
        : base(Kind, at, details)
    {
    }

    [MaxLength(MaxNameLength)]
    public string Repository { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string Operation { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string? Branch { get; private set; }

    [MaxLength(MaxHashLength)]
    public string? CommitHash { get; private set; }

    public int FilesChanged { get; private set; }

    public int LinesAdded { get; private set; }

    public int LinesRemoved { get; private set; }

    public static GitOperationEvent Record(
        string repository,
        string operation,
        DateTimeOffset at,
        string? branch = null,
        string? commitHash = null,
        int filesChanged = 0,
        int linesAdded = 0,
        int linesRemoved = 0,
        EventDetails? details = null) =>
        new(at, details)
        {
            Repository = Guard.Text(repository, nameof(Repository), MaxNameLength),
            Operation = Guard.Text(operation, nameof(Operation), MaxNameLength),
            Branch = Guard.OptionalText(branch, nameof(Branch), MaxNameLength),
            CommitHash = Guard.OptionalText(commitHash, nameof(CommitHash), MaxHashLength),
            FilesChanged = Guard.NotNegative(filesChanged, nameof(FilesChanged)),
            LinesAdded = Guard.NotNegative(linesAdded, nameof(LinesAdded)),
            LinesRemoved = Guard.NotNegative(linesRemoved, nameof(LinesRemoved)),
        };
}
