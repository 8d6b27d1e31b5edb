using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

[NeedsNoServer]
public partial class NameTests
{
    [Fact]
    public void Every_name_is_snake_case() =>
        Assert.All(TestModels.Create().GetRelationalModel().Tables.SelectMany(NamesOf), name => Assert.Matches(SnakeCase(), name));

    [Fact]
    public void Every_name_fits_into_postgresql() =>
        Assert.All(TestModels.Create().GetRelationalModel().Tables.SelectMany(NamesOf), name => Assert.InRange(name.Length, 1, 63));

    [Fact]
    public void An_index_that_was_given_a_name_keeps_it()
    {
        var tables = TestModels.Create().GetRelationalModel().Tables;
        var indexes = tables.SelectMany(table => table.Indexes).Select(index => index.Name).ToList();
        Assert.Contains("ux_model_versions_one_in_production", indexes);
        Assert.Contains("ix_ml_predictions_high_risk", indexes);
    }

    private static IEnumerable<string> NamesOf(ITable table) =>
    [
        table.Name,
        .. table.Columns.Select(column => column.Name),
        .. table.ForeignKeyConstraints.Select(key => key.Name),
        .. table.Indexes.Select(index => index.Name),
        .. table.CheckConstraints.Select(check => check.Name!),
        // All tables of a TPT hierarchy would share one key name, so EF's own, per table, is left (dotnet/efcore#23444).
        .. table.UniqueConstraints.Where(key => !(key.GetIsPrimaryKey() && IsOfHierarchy(table))).Select(key => key.Name),
    ];

    private static bool IsOfHierarchy(ITable table) => table.EntityTypeMappings.Any(mapping =>
        mapping.TypeBase is IEntityType type && (type.BaseType is not null || type.GetDirectlyDerivedTypes().Any()));

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex SnakeCase();
}
