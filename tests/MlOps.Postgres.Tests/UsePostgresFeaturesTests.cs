using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Postgres.Tests;

/// <summary>A context needs UsePostgresFeatures and nothing else.</summary>
public class UsePostgresFeaturesTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_order_of_the_calls_does_not_matter(bool isProviderFirst)
    {
        using var context = new DoorContext(
            options =>
            {
                _ = isProviderFirst
                    ? options.UseNpgsql().UsePostgresFeatures()
                    : options.UsePostgresFeatures().UseNpgsql();
            },
            model => Shop.Orders(model));
        Assert.Contains("PARTITION BY RANGE", context.Database.GenerateCreateScript(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_breaks_a_rule_is_refused()
    {
        using var context = new DoorContext(
            options => options.UseNpgsql().UsePostgresFeatures(), model => Shop.Orders(model).HasIndex(order => order.Note).IsUnique());
        var error = Assert.Throws<InvalidOperationException>(() => MigrationSql.GetModel(context));
        Assert.Contains("a unique key or index of a sliced table must hold Id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_see_the_names_that_conventions_of_the_application_make()
    {
        using var context = new DoorContext(
            options => options.UseNpgsql().UsePostgresFeatures(), model => Shop.Customers(model), new LongNames());
        var error = Assert.Throws<InvalidOperationException>(() => MigrationSql.GetModel(context));
        Assert.Contains($"The table '{LongNames.Name}' has 70 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_the_application_replaces_stays_replaced()
    {
        using var context = new DoorContext(
            options => options.UseNpgsql().UsePostgresFeatures().ReplaceService<IMigrationsSqlGenerator, PlainGenerator>(),
            model => Shop.Orders(model));
        Assert.IsType<PlainGenerator>(context.GetService<IMigrationsSqlGenerator>());
    }

    [Fact]
    public void A_feature_in_a_context_without_the_features_is_refused()
    {
        using var context = new DoorContext(options => options.UseNpgsql(), model => Shop.Orders(model));
        var error = Assert.Throws<InvalidOperationException>(() => context.Model);
        Assert.Contains("Call UsePostgresFeatures on the options of the context.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_without_PostgreSQL_is_refused()
    {
        using var context = new DoorContext(options => options.UsePostgresFeatures(), model => Shop.Customers(model));
        var error = Assert.Throws<InvalidOperationException>(() => context.Model);
        Assert.Contains("Call UseNpgsql on the same options.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_are_those_of_the_options()
    {
        using var context = new DoorContext(options => options.UseNpgsql().UsePostgresFeatures(Named("shop")), model =>
        {
            Shop.Orders(model);
            Shop.Customers(model).HasUpdatedAtTrigger(customer => customer.UpdatedAt).Property(customer => customer.UpdatedAt)
                .HasColumnName("updated_at");
        });
        var script = context.Database.GenerateCreateScript();
        Assert.Contains("CREATE POLICY shop_policy ON orders", script, StringComparison.Ordinal);
        Assert.Contains("current_setting('shop.tenant', true)", script, StringComparison.Ordinal);
        Assert.Contains("CREATE TRIGGER shop_trigger BEFORE UPDATE ON customers", script, StringComparison.Ordinal);
        Assert.Contains("EXECUTE FUNCTION shop_function()", script, StringComparison.Ordinal);
        Assert.Contains(MigrationSql.GetModel(context).GetRelationalModel()
            .GetAnnotations(), annotation => annotation.Name == "shop:Function:shop_function()");
    }

    [Fact]
    public void Names_of_the_application_stay_as_they_are()
    {
        using var context = new DoorContext(options => options.UseNpgsql().UsePostgresFeatures(), model =>
        {
            Shop.ExpressOrders(Shop.WithOrders(model)).ToTable("ExpressOrders");
            Shop.Customers(model).ToTable("Customers");
        });
        var script = context.Database.GenerateCreateScript();
        Assert.All(
            ["\"PK_Customers\"", "\"PK_orders\"", "\"PK_ExpressOrders\""],
            name => Assert.Contains($"CONSTRAINT {name} PRIMARY KEY", script, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_other_than_those_of_the_last_migration_are_refused()
    {
        using var before = new DoorContext(options => options.UseNpgsql().UsePostgresFeatures(), model => Shop.Orders(model));
        using var after = new DoorContext(options => options.UseNpgsql().UsePostgresFeatures(Named("shop")), model => Shop.Orders(model));
        var error = Assert.Throws<InvalidOperationException>(() => after.GetService<IMigrationsModelDiffer>().GetDifferences(
            MigrationSql.GetModel(before).GetRelationalModel(), MigrationSql.GetModel(after).GetRelationalModel()));
        Assert.Contains("\"TenantSetting\":\"app.tenant_id\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"TenantSetting\":\"shop.tenant\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set them back.", error.Message, StringComparison.Ordinal);
    }

    private static PostgresFeaturesOptions Named(string name) => new()
    {
        AnnotationPrefix = $"{name}:",
        TenantSetting = $"{name}.tenant",
        TenantPolicy = $"{name}_policy",
        UpdatedAtFunction = $"{name}_function",
        UpdatedAtTrigger = $"{name}_trigger",
    };

    private sealed class DoorContext(
        Action<DbContextOptionsBuilder> configure, Action<ModelBuilder> build, IModelFinalizingConvention? convention = null) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            configure(optionsBuilder.EnableServiceProviderCaching(false));

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        {
            if (convention is not null)
                configurationBuilder.Conventions.Add(_ => convention);
        }

        protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
    }

    private sealed class LongNames : IModelFinalizingConvention
    {
        public static readonly string Name = new('x', 70);

        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context) =>
            Assert.Single(modelBuilder.Metadata.GetEntityTypes()).SetTableName(Name, fromDataAnnotation: true);
    }

    private sealed class PlainGenerator(MigrationsSqlGeneratorDependencies dependencies) : MigrationsSqlGenerator(dependencies);
}
