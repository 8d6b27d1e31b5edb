using Microsoft.EntityFrameworkCore;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>A team's server, with contexts that track nothing. docs/testing.md shows it.</summary>
// <server>
public sealed class ShopServer : TestServer<ShopContext>
{
    public override ShopContext CreateContext(NpgsqlDataSource dataSource, Guid? tenantId = null)
    {
        var context = base.CreateContext(dataSource, tenantId);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }
}
// </server>
