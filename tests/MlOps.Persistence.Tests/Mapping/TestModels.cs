using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>EF's model with everything that migrations are made from; no server is needed for it.</summary>
internal static class TestModels
{
    public static MlOpsDbContext CreateContext() =>
        new(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().Options);

    public static IModel Create()
    {
        using var context = CreateContext();
        return Of(context);
    }

    public static IModel Of(DbContext context) => context.GetService<IDesignTimeModel>().Model;
}
