using System.Globalization;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Compares the table of slices with what is attached.</summary>
internal sealed class SliceRecordCheck(MlOpsDbContext context)
{
    private List<Record>? _records;

    /// <summary>Reads the records. Returns what prevents it.</summary>
    public async Task<IReadOnlyList<SchemaFinding>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (context.Model.FindEntityType(typeof(SliceRecord)) is null)
            return [];

        var r = context.GetTable<SliceRecord>("r");
        switch (await TableAccess.FindAsync(connection, r.Name, cancellationToken).ConfigureAwait(false))
        {
            case null:
                return [];
            case false:
                return [TableAccess.NotVisible(Kinds.Slice, "all records", r.Name)];
        }

        var command = connection.CreateCommand();
        await using var whenDone = command.ConfigureAwait(false);
        command.CommandText =
            $"SELECT {r[x => x.Root]}, {r[x => x.Name]}, {r[x => x.StartsAt]}, {r[x => x.EndsAt]}, {r[x => x.GoneAt]} FROM {r}";
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        var records = new List<Record>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            records.Add(new Record(
                reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3),
                !await reader.IsDBNullAsync(4, cancellationToken).ConfigureAwait(false)));

        _records = records;
        return [];
    }

    /// <summary>The slices of a root that were made at some time.</summary>
    public IReadOnlySet<string> List(SliceTemplate root) => OfRoot(root).Select(record => record.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The differences of one root.</summary>
    /// <param name="root">The root.</param>
    /// <param name="attached">Its slices.</param>
    /// <param name="tables">All tables, attached or not.</param>
    public IEnumerable<SchemaFinding> Find(SliceTemplate root, IReadOnlySet<Slice> attached, IReadOnlySet<string> tables)
    {
        if (_records is null)
            yield break;

        var records = OfRoot(root).ToDictionary(record => record.Name, StringComparer.Ordinal);
        foreach (var slice in attached.OrderBy(slice => slice.Start))
        {
            if (!records.TryGetValue(slice.Suffix, out var record))
                yield return Damage(root, slice.Suffix, "a record", null, Insert(root, slice));
            else if (record.IsGone)
                yield return Damage(
                    root, slice.Suffix, "a record of an attached slice", "a record of one that is gone", Update(root, slice));
            else if ((record.StartsAt, record.EndsAt) != (slice.Start, slice.End))
                yield return Damage(
                    root, slice.Suffix, $"a record {Show(slice.Start)} to {Show(slice.End)}",
                    $"a record {Show(record.StartsAt)} to {Show(record.EndsAt)}", Update(root, slice));
        }

        var names = attached.Select(slice => slice.Suffix).ToHashSet(StringComparer.Ordinal);
        foreach (var record in records.Values.Where(record => !record.IsGone && !names.Contains(record.Name)))
            yield return Lost(root, record, tables.Contains(root.Name(record.Name)));
    }

    private static SchemaFinding Lost(SliceTemplate root, Record record, bool isThere) => new(
        FindingSeverity.Damage, Kinds.Slice, root.Name(record.Name), "attached", isThere ? "a table that is not attached" : null)
    {
        Repair = isThere && Slice.OfSuffix(record.Name, root.Slice.Interval) is { } slice
            ? root.For(slice).Single(row => row.Kind == Kinds.Partition).Create : [],
        ToDo = isThere
            ? "Attach it again, with the partitions of the other tables. If it was detached on purpose, 'mlops migrate' notes that."
            : "Restore it from a backup. If it was dropped on purpose, 'mlops migrate' notes that.",
    };

    private static SchemaFinding Damage(SliceTemplate root, string suffix, string expected, string? found, string repair) =>
        new(FindingSeverity.Damage, Kinds.Slice, root.Name(suffix), expected, found) { Repair = [repair], IsSafe = true };

    private string Insert(SliceTemplate root, Slice slice)
    {
        var r = context.GetTable<SliceRecord>("r");
        return
            $"INSERT INTO {r.Name} ({r.Assigned(x => x.Root)}, {r.Assigned(x => x.Name)}, {r.Assigned(x => x.StartsAt)}, " +
            $"{r.Assigned(x => x.EndsAt)}, {r.Assigned(x => x.MadeAt)}) VALUES ({SqlNames.Literal(root.Aggregate.Root)}, " +
            $"'{slice.Suffix}', '{slice.Start:O}', '{slice.End:O}', now()) ON CONFLICT DO NOTHING";
    }

    private string Update(SliceTemplate root, Slice slice)
    {
        var r = context.GetTable<SliceRecord>("r");
        return
            $"UPDATE {r} SET {r.Assigned(x => x.StartsAt)} = '{slice.Start:O}', {r.Assigned(x => x.EndsAt)} = '{slice.End:O}', " +
            $"{r.Assigned(x => x.GoneAt)} = NULL WHERE {r[x => x.Root]} = {SqlNames.Literal(root.Aggregate.Root)} " +
            $"AND {r[x => x.Name]} = '{slice.Suffix}'";
    }

    private IEnumerable<Record> OfRoot(SliceTemplate root) => (_records ?? []).Where(record => record.Root == root.Aggregate.Root);

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Record(string Root, string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool IsGone);
}
