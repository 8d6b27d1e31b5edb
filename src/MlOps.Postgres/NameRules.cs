using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Triggers;
using MlOps.Postgres.Views;

namespace MlOps.Postgres;

/// <summary>Refuses names that PostgreSQL would cut short: two of them could become one.</summary>
internal sealed class NameRules : IModelFinalizingConvention
{
    private const int MaxBytes = 63;

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var model = modelBuilder.Metadata;
        foreach (var (what, name) in ListNames(model).Concat(model.GetEntityTypes().SelectMany(ListNames)))
        {
            if (Encoding.UTF8.GetByteCount(name) is > MaxBytes and var bytes)
                throw new InvalidOperationException(
                    $"The {what} '{name}' has {bytes} bytes, but PostgreSQL cuts names after {MaxBytes}, so that two of them could " +
                    "become one. Shorten it.");
        }

        if (model.GetSqlFunctions().Keys
            .FirstOrDefault(signature => !FunctionSignature.IsValid(signature)) is { } malformed)
        {
            throw new InvalidOperationException(
                $"The function '{malformed}' is not declared by a name and arguments. Write these as SQL does: f(a integer), " +
                "util.f(), \"My f\"().");
        }
    }

    private static IEnumerable<(string What, string Name)> ListNames(IReadOnlyModel model)
    {
        foreach (var role in model.GetSqlRoles().Keys)
            yield return ("role", role);

        foreach (var function in model.GetSqlFunctions().Keys)
            yield return ("function", FunctionSignature.ReadName(function).Trim('"'));

        foreach (var (view, spec) in model.GetSqlViews())
        {
            yield return ("view", SqlNames.Split(view).Name);
            if (spec.IsMaterialized)
                yield return ("unique index of a materialized view", ViewSql.NameIndex(view));
        }
    }

    private static IEnumerable<(string What, string Name)> ListNames(IReadOnlyEntityType entityType)
    {
        if (entityType.GetTableName() is not { } table)
            yield break;

        yield return ("table", table);
        // The default partition's name is not longer.
        if (entityType.FindSlice() is { } slice)
            yield return ("partition", SliceSql.PartitionOf(table, Slice.Containing(DateTimeOffset.UnixEpoch, slice.Interval).Suffix));

        foreach (var property in entityType.GetDeclaredProperties())
            yield return ("column", property.GetColumnName());

        foreach (var trigger in entityType.GetSqlTriggers().Keys)
            yield return ("trigger", trigger);

        foreach (var name in entityType.GetDeclaredIndexes().Select(index => index.GetDatabaseName())
            .Concat(entityType.GetDeclaredExclusions().Keys)
            .Concat(entityType.GetDeclaredKeys().Select(key => key.GetName()))
            .Concat(entityType.GetDeclaredForeignKeys().Select(key => key.GetConstraintName()))
            .Concat(entityType.GetDeclaredCheckConstraints().Select(check => check.Name)).OfType<string>())
            yield return ("index or constraint", name);
    }
}
