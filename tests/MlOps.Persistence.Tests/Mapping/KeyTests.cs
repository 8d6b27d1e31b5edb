using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

[NeedsNoServer]
public class KeyTests
{
    [Fact]
    public void Every_table_has_the_tenant_and_the_id_as_its_key()
    {
        string[] others = ["ml_feedback", "ml_shadow_scores", .. SharedTables.OfChains];
        foreach (var table in OfTenants(TestModels.Create()).Where(table => !others.Contains(table.Name)))
            Assert.Equal($"{table.Name}: tenant_id, id", $"{table.Name}: {Columns(table.PrimaryKey!.Columns)}");
    }

    [Theory]
    [InlineData("ml_feedback", "tenant_id, prediction_id, id")]
    [InlineData("ml_shadow_scores", "tenant_id, prediction_id, model_version_id")]
    public void What_is_stored_beside_a_prediction_has_it_in_its_key(string name, string key)
    {
        var table = TestModels.Create().GetRelationalModel().FindTable(name, null)!;
        Assert.Equal(key, Columns(table.PrimaryKey!.Columns));
    }

    [Fact]
    public void Every_foreign_key_and_every_index_starts_with_the_tenant()
    {
        foreach (var table in OfTenants(TestModels.Create()))
        {
            Assert.All(table.ForeignKeyConstraints, key => Assert.Equal("tenant_id", key.Columns[0].Name));
            Assert.All(table.ForeignKeyConstraints, key => Assert.Equal("tenant_id", key.PrincipalColumns[0].Name));
            Assert.All(table.Indexes, index => Assert.Equal("tenant_id", index.Columns[0].Name));
            Assert.All(table.UniqueConstraints, key => Assert.Equal("tenant_id", key.Columns[0].Name));
        }
    }

    [Fact]
    public void Every_entity_shows_only_the_rows_of_its_tenant()
    {
        using var context = TestModels.CreateContext();
        var roots = context.Model.GetEntityTypes()
            .Where(type => type.BaseType is null && !SharedTables.Names.Contains(type.GetTableName())).ToList();
        Assert.NotEmpty(roots);
        Assert.All(
            roots.Where(type => !SharedTables.OfChains.Contains(type.GetTableName())),
            type => Assert.True(typeof(Entity).IsAssignableFrom(type.ClrType), type.Name));
        Assert.All(roots, type => Assert.NotNull(type.FindDeclaredQueryFilter("Tenant")));
    }

    [Fact]
    public void Sliced_tables_do_not_use_the_system_column_for_concurrency()
    {
        var type = TestModels.Create().FindEntityType(typeof(Prediction))!;
        var token = Assert.Single(type.GetProperties(), property => property.IsConcurrencyToken);
        Assert.Equal(nameof(Prediction.Revision), token.Name);
    }

    private static IEnumerable<ITable> OfTenants(IModel model) =>
        model.GetRelationalModel().Tables.Where(table => !SharedTables.Names.Contains(table.Name));

    private static string Columns(IEnumerable<IColumn> columns) =>
        string.Join(", ", columns.Select(column => column.Name));
}
