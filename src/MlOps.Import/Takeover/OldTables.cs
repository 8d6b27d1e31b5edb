using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Import.Source;
using MlOps.Import.Tables;
using MlOps.Persistence;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Import.Takeover;

/// <summary>The tables of a team: those that are copied, and those that only have a name of ours.</summary>
internal sealed class OldTables(NpgsqlDataSource home, TakeoverSession session)
{
    /// <summary>The tables that an import reads.</summary>
    public async Task<HashSet<string>> ListImportedAsync(CancellationToken cancellationToken)
    {
        var database = await SourceDatabase.OpenAsync(home, cancellationToken).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            var found = await database.FindTablesAsync(session.Home, cancellationToken).ConfigureAwait(false);
            return
            [
                .. ImportTables.All.Select(mapping => PlannedTable.Create(mapping, found)).OfType<PlannedTable>()
                    .Where(table => table.Report.SkipReason is null)
                    .SelectMany(table => new[] { table.Report.Source, table.Plan.Parts?.Name }).OfType<string>(),
            ];
        }
    }

    /// <summary>
    /// What moves out of the way: what has a name of ours, and what is copied. Then nobody writes into a table that is read no more.
    /// </summary>
    public async Task<IReadOnlyList<SchemaObject>> ListMovingAsync(
        MlOpsDbContext context, bool isBuilt, HashSet<string> imported, CancellationToken cancellationToken)
    {
        if (!isBuilt)
            return await ListAsync(ListModelNames(context), []).ConfigureAwait(false);

        var names = await SchemaObjects.ListNamesAsync(session, TakeoverSession.Next, cancellationToken).ConfigureAwait(false);
        var objects = await SchemaObjects.ListAsync(session, TakeoverSession.Next, cancellationToken).ConfigureAwait(false);
        return await ListAsync(names, [.. objects.Where(one => one.Kind == SchemaObject.Routine).Select(one => one.Name)])
            .ConfigureAwait(false);

        Task<IReadOnlyList<SchemaObject>> ListAsync(IEnumerable<string> wanted, string[] functions) =>
            SchemaObjects.ListInTheWayAsync(session, session.Home, wanted.Concat(imported), functions, cancellationToken);
    }

    private static IEnumerable<string> ListModelNames(MlOpsDbContext context)
    {
        var model = context.GetService<IDesignTimeModel>().Model;
        return model.GetRelationalModel().Tables
            .SelectMany(table => table.Indexes.Select(index => index.Name).Concat(table.UniqueConstraints.Select(key => key.Name))
                .Append(table.Name))
            .Concat(model.GetSqlViews().Keys.Select(view => SqlNames.Split(view).Name))
            .Append(MlOpsDbContextOptionsExtensions.HistoryTable);
    }
}
