using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Conventions;

namespace MlOps.Postgres.Tests;

/// <summary>A context whose model is what one test needs.</summary>
internal sealed class ShopContext(Action<ModelBuilder> build, string? connectionString = null) : DbContext
{
    private static readonly PostgresFeaturesOptions LowerCase = new() { HasLowerCaseKeyNames = true };

    // Without caching, or all of them would share the model of the first.
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseNpgsql(connectionString).UsePostgresFeatures(LowerCase).EnableServiceProviderCaching(false);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());

    protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
}
