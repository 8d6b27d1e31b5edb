using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres;

/// <summary>
/// A slice that was made at some time. It tells a slice that was detached or dropped from one that was never made:
/// <see cref="SliceBuilderExtensions.HasSliceRecords"/> adds the table.
/// </summary>
[PrimaryKey(nameof(Root), nameof(Name))]
public sealed class SliceRecord
{
    private SliceRecord(string root, string name) => (Root, Name) = (root, name);

    /// <summary>The table of the aggregate's root, with its schema if it has one.</summary>
    public string Root { get; private set; }

    /// <summary>What the names of its partitions end with: 2026_11, or 2026_11_21.</summary>
    public string Name { get; private set; }

    /// <summary>The first moment of the slice.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>When it was made, or first seen.</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>When the maintenance noticed that it was detached or dropped; null while it is attached.</summary>
    public DateTimeOffset? GoneAt { get; private set; }
}
