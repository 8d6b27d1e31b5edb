using Microsoft.Extensions.DependencyInjection;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>A context and its scope.</summary>
internal sealed class WriterContext(AsyncServiceScope scope, MlOpsDbContext context, bool isOwned) : IAsyncDisposable
{
    public MlOpsDbContext Context => context;

    public async ValueTask DisposeAsync()
    {
        if (isOwned)
            await context.DisposeAsync().ConfigureAwait(false);

        await scope.DisposeAsync().ConfigureAwait(false);
    }
}
