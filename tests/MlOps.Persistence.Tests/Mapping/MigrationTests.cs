using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

[NeedsNoServer]
public class MigrationTests
{
    [Fact]
    public void The_last_migration_is_up_to_date()
    {
        using var context = TestModels.CreateContext();
        Assert.False(context.Database.HasPendingModelChanges(), "The model changed: add a migration with dotnet ef.");
    }

    [Fact]
    public void The_design_time_factory_makes_the_same_model_without_an_address()
    {
        using var context = new MlOpsDesignTimeFactory().CreateDbContext([]);
        Assert.Equal(Describe(TestModels.Create()), Describe(TestModels.Of(context)));
    }

    [Fact]
    public void The_model_is_built_the_same_twice()
    {
        // Options that differ in a service get service providers, and so models, of their own.
        var first = Describe(TestModels.Create());
        var options = new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().EnableServiceProviderCaching(false).Options;
        using var context = new MlOpsDbContext(options);
        Assert.NotSame(TestModels.Create(), TestModels.Of(context));
        Assert.Equal(first, Describe(TestModels.Of(context)));
    }

    [Fact]
    public void The_model_is_built_without_a_warning()
    {
        var options = new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().EnableServiceProviderCaching(false)
            .ConfigureWarnings(warnings => warnings.Default(WarningBehavior.Throw)
                .Ignore(CoreEventId.SensitiveDataLoggingEnabledWarning, CoreEventId.ContextInitialized)).Options;
        using var context = new MlOpsDbContext(options);
        Assert.NotEmpty(context.Model.GetEntityTypes());
    }

    [Fact]
    public void No_migration_holds_sql_written_by_hand()
    {
        var migrations = Directory.GetFiles(Path.Combine(Root(), "src", "MlOps.Persistence", "Migrations"), "*.cs");
        Assert.NotEmpty(migrations);
        Assert.All(migrations, file => Assert.DoesNotContain("migrationBuilder.Sql(", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static string Describe(IModel model) => model.ToDebugString(MetadataDebugStringOptions.LongDefault);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "MlOps.sln")))
            directory = directory.Parent;

        return directory?.FullName ?? throw new InvalidOperationException($"No MlOps.sln above {AppContext.BaseDirectory}.");
    }
}
