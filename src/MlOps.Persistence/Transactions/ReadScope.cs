using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Transactions;

/// <summary>Lets reads find their tenant even where the server knows it within transactions alone.</summary>
internal static class ReadScope
{
    /// <summary>Reads in the transaction of the context, or else in one of its own.</summary>
    public static Task<T> ReadAsync<T>(this DbContext context, Func<Task<T>> read, CancellationToken cancellationToken) =>
        context.Database.CurrentTransaction is null ? OwnTransaction.RunAsync(context, read, cancellationToken) : read();
}
