using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Governance;

/// <summary>A change, its author and time, with the values before and after. An entry itself never changes.</summary>
public sealed class AuditEntry : Entity
{
    public const int MaxNameLength = 255;

    private AuditEntry()
    {
    }

    private AuditEntry(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>The author, by the name that the application gave.</summary>
    [MaxLength(MaxNameLength)]
    public string Actor { get; private set; } = null!;

    /// <summary>The database login that made the change. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? Login { get; private set; }

    public AuditAction Action { get; private set; }

    [MaxLength(MaxNameLength)]
    public string SubjectType { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string SubjectId { get; private set; } = null!;

    public Json? Before { get; private set; }

    public Json? After { get; private set; }

    public static AuditEntry Record(
        string actor,
        AuditAction action,
        string subjectType,
        string subjectId,
        DateTimeOffset at,
        Json? before = null,
        Json? after = null) =>
        new(at)
        {
            Actor = Guard.Text(actor, nameof(Actor), MaxNameLength),
            Action = Guard.Declared(action, nameof(Action)),
            SubjectType = Guard.Text(subjectType, nameof(SubjectType), MaxNameLength),
            SubjectId = Guard.Text(subjectId, nameof(SubjectId), MaxNameLength),
            Before = before,
            After = after,
        };
}
