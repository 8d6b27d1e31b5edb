using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>
/// Takes migrations back, in one transaction up to one that has a statement which runs in none. That one is between two transactions, and
/// can be run again.
/// </summary>
/// <param name="context">The context.</param>
/// <param name="archive">What follows the live tables.</param>
/// <param name="check">Refuses to lose data of migrations. It runs first in each transaction, whose end gives its locks back.</param>
internal sealed partial class RevertSteps(
    MlOpsDbContext context, ArchivedTables archive, Func<IReadOnlyList<RevertedMigration>, Task> check)
{
    /// <param name="reverted">The migrations, the newest first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyList<RevertedMigration> reverted, CancellationToken cancellationToken)
    {
        // Before anything is changed, all of them are looked at.
        var looked = reverted;
        for (var rest = reverted; rest.Count > 0; looked = [.. rest.TakeWhile(one => !one.IsAlone)])
        {
            var part = rest.TakeWhile(one => !one.IsAlone).ToList();
            if (looked.Count > 0)
                await context.InTransactionAsync(() => RunAsync(looked, part, cancellationToken), cancellationToken).ConfigureAwait(false);

            if (part.Count < rest.Count)
                await RevertAsync(rest[part.Count], cancellationToken).ConfigureAwait(false);

            rest = [.. rest.Skip(part.Count + 1)];
        }
    }

    private async Task<int> RunAsync(
        IReadOnlyList<RevertedMigration> looked, List<RevertedMigration> part, CancellationToken cancellationToken)
    {
        await check(looked).ConfigureAwait(false);
        foreach (var one in part)
            await RevertAsync(one, cancellationToken).ConfigureAwait(false);

        return part.Count;
    }

    private async Task RevertAsync(RevertedMigration migration, CancellationToken cancellationToken)
    {
        var connection = context.GetService<IRelationalConnection>();
        var makeViews = await archive.DropAsync(migration.Operations, cancellationToken).ConfigureAwait(false);
        foreach (var command in migration.Commands)
        {
            if (migration.IsAlone && Index().IsMatch(command.CommandText))
                await context.ExecuteSchemaAsync(MakeRepeatable(command.CommandText), cancellationToken).ConfigureAwait(false);
            else
                await command.ExecuteNonQueryAsync(connection, null, cancellationToken).ConfigureAwait(false);
        }

        await makeViews().ConfigureAwait(false);
        await context.ExecuteSchemaAsync(
            context.GetService<IHistoryRepository>().GetDeleteScript(migration.Name), cancellationToken).ConfigureAwait(false);
    }

    // What a run that was killed has done stays done.
    private static string MakeRepeatable(string sql) => Index().Replace(
        sql, match => $"{match.Value}{(match.Value.StartsWith("DROP", StringComparison.Ordinal) ? "IF EXISTS " : "IF NOT EXISTS ")}");

    [GeneratedRegex("^(DROP|CREATE|CREATE UNIQUE) INDEX (?!CONCURRENTLY |IF )", RegexOptions.ExplicitCapture)]
    private static partial Regex Index();
}
