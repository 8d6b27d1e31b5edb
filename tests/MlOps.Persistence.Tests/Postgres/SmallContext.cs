using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;
using MlOps.Postgres.Ddl;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Tests.Postgres;

/// <summary>A model of what one test needs, with the same services and rules as ours.</summary>
internal sealed class SmallContext(Action<ModelBuilder> build, string? connectionString = null) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        // Otherwise all of them would share the model of the first.
        optionsBuilder.UseNpgsql(connectionString, npgsql => npgsql.UseOwnHistory()).EnableServiceProviderCaching(false);
        optionsBuilder.UsePostgresFeatures();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
        configurationBuilder.Conventions.Add(services => new ViewConvention(services.GetRequiredService<ISqlGenerationHelper>()));
        configurationBuilder.Conventions.Add(_ => new SliceStorageRules());
        configurationBuilder.Conventions.Add(_ => new NameRules());
        configurationBuilder.Conventions.Add(_ => new PostgresRules());
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
}
