using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres;

/// <summary>How a table is sliced, as its annotation carries it.</summary>
/// <param name="Root">The table of the aggregate's root, with its schema if it has one.</param>
/// <param name="Column">The column whose ids decide on the slice.</param>
/// <param name="Interval">How much time a slice holds.</param>
/// <param name="TimeColumn">The column with the time that the id was made from, where the table has it.</param>
public sealed record SliceSpec(string Root, string Column, SliceInterval Interval, string? TimeColumn)
{
    /// <summary>What becomes of it when columns of its table get other names, one after the other.</summary>
    internal SliceSpec Renamed(IEnumerable<RenameColumnOperation> renames) => renames.Aggregate(this, (slice, rename) => slice with
    {
        Column = slice.Column == rename.Name ? rename.NewName : slice.Column,
        TimeColumn = slice.TimeColumn == rename.Name ? rename.NewName : slice.TimeColumn,
    });

    public override string ToString() => JsonSerializer.Serialize(this);

    internal static SliceSpec Parse(string text) => JsonSerializer.Deserialize<SliceSpec>(text)!;
}
