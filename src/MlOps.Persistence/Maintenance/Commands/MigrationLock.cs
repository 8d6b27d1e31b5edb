using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Commands;

/// <summary>Runs work on the schema under the lock of migrations. One process has it at a time; others ask for it again and
/// again.</summary>
internal static class MigrationLock
{
    public static async Task<T> RunAsync<T>(
        DbContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var held = await context.GetService<IHistoryRepository>()
                .AcquireDatabaseLockAsync(cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
                return await work(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
