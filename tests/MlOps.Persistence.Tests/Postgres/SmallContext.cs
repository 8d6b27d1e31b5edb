using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Tests.Postgres;

/// <summary>A model of what one test needs, with the same services and rules as ours.</summary>
internal sealed class SmallContext(Action<ModelBuilder> build, string? connectionString = null) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        // Otherwise all of them would share the model of the first.
        optionsBuilder.UseNpgsql(connectionString, npgsql => npgsql.UseOwnHistory()).EnableServiceProviderCaching(false);
        optionsBuilder.UsePostgresFeatures(MlOpsPostgresFeatures.Options);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());

    protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
}
