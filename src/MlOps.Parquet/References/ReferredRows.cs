using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Retention;

namespace MlOps.Parquet.References;

/// <summary>
/// Collects the rows that those of a slice refer to, those that these refer to, and so on, in temporary tables. It reads them tenant by
/// tenant, since their tables may show their owner no others.
/// </summary>
/// <param name="context">A context in a transaction that sees one moment.</param>
/// <param name="slice">The slice.</param>
/// <param name="parts">What is archived of it.</param>
internal sealed class ReferredRows(MlOpsDbContext context, SliceOutside slice, IReadOnlyList<SlicePart> parts)
{
    private readonly ReferenceModel _model = new(context);
    private readonly List<ReferredTable> _staged = [];

    /// <summary>Returns the tables of the rows, which are staged.</summary>
    public async Task<IReadOnlyList<ReferredTable>> CollectAsync(CancellationToken cancellationToken)
    {
        var keys = new List<(string Source, TableReference Reference)>();
        foreach (var part in parts)
        {
            foreach (var reference in _model.ReferencesOf(part.Table))
                keys.Add(await ReadKeysAsync(part, reference, keys.Count, cancellationToken).ConfigureAwait(false));
        }

        var tenants = await SliceTenants.ListAsync(context, slice.Aggregate.Tables[0], parts[0].Archived, cancellationToken)
            .ConfigureAwait(false);
        await ExecuteAsync("SET LOCAL row_security = on", cancellationToken).ConfigureAwait(false);
        foreach (var tenant in tenants)
        {
            await EachTenant.BecomeAsync(context, tenant, cancellationToken).ConfigureAwait(false);
            await FollowAsync(keys, tenant, cancellationToken).ConfigureAwait(false);
        }

        await EachTenant.BecomeAsync(context, context.TenantId, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("SET LOCAL row_security = off", cancellationToken).ConfigureAwait(false);
        return _staged;
    }

    // Once for all tenants: the partitions are large, and have no policies.
    private async Task<(string Source, TableReference Reference)> ReadKeysAsync(
        SlicePart part, TableReference reference, int place, CancellationToken cancellationToken)
    {
        var source = $"pg_temp.mlops_keys_{place}";
        var names = reference.Columns.Select((_, i) => $"c{i}").ToList();
        var selected = string.Join(", ", reference.Columns.Zip(names, (column, name) => $"{column} AS {name}"));
        var given = string.Join(" AND ", reference.Columns.Select(column => $"{column} IS NOT NULL"));
        await ExecuteAsync(
            $"DROP TABLE IF EXISTS {source}; CREATE TEMP TABLE {source} ON COMMIT DROP AS " +
            $"SELECT DISTINCT {selected} FROM {part.Archived} WHERE {given}",
            cancellationToken).ConfigureAwait(false);
        return (source, reference with { Columns = names });
    }

    private async Task FollowAsync(
        IEnumerable<(string Source, TableReference Reference)> keys, Guid tenant, CancellationToken cancellationToken)
    {
        for (var next = keys.ToList(); next.Count > 0;)
        {
            var grown = new HashSet<ReferredTable>();
            foreach (var (source, reference) in next)
            {
                if (await AddAsync(source, reference, tenant, cancellationToken).ConfigureAwait(false) > 0)
                    grown.Add(reference.Target);
            }

            next = [.. grown.SelectMany(table => _model.ReferencesOf(table).Concat(_model.PartsOf(table))
                .Select(reference => (table.Staged, reference)))];
        }
    }

    private async Task<int> AddAsync(string source, TableReference reference, Guid tenant, CancellationToken cancellationToken)
    {
        var table = reference.Target;
        if (!_staged.Contains(table))
        {
            await ExecuteAsync(table.Stage(), cancellationToken).ConfigureAwait(false);
            _staged.Add(table);
        }

        return await ExecuteAsync(
            $"INSERT INTO {table.Staged} SELECT r.* FROM {table.Name} AS r WHERE {table.IsOf("r", tenant)} " +
            $"AND EXISTS (SELECT 1 FROM {source} AS s WHERE {reference.Leads("s", "r")}) " +
            $"AND NOT EXISTS (SELECT 1 FROM {table.Staged} AS known WHERE {table.IsSame("known", "r")})",
            cancellationToken).ConfigureAwait(false);
    }

    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(sql, cancellationToken);
}
