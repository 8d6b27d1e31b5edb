using Microsoft.Extensions.DependencyInjection;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Opens the contexts in which a writer works, each of them in a scope of its own.</summary>
/// <param name="scopes">Makes the scopes.</param>
/// <param name="create">Creates the context of a scope.</param>
/// <param name="areOwned">Whether the scope does not dispose of the context.</param>
internal sealed class WriterContexts(IServiceScopeFactory scopes, Func<IServiceProvider, MlOpsDbContext> create, bool areOwned)
{
    public WriterContext Open()
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            return new WriterContext(scope, create(scope.ServiceProvider), areOwned);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }
}
