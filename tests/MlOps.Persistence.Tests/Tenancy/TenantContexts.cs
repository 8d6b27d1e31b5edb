using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Contexts on connections that a test has chosen.</summary>
internal static class TenantContexts
{
    public static MlOpsDbContext Create(DbDataSource dataSource, Guid tenant, TenantScope scope = TenantScope.Session)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource, tenant, scope);
        return RenamedRun.CreateContext(builder.Options);
    }
}
