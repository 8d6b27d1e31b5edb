using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Tests;

/// <summary>What a migration from one model to another consists of. No server is needed for it.</summary>
internal static class MigrationSql
{
    public static IReadOnlyList<MigrationOperation> ListOperations(Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        using var source = from is null ? null : new ShopContext(from);
        using var target = to is null ? null : new ShopContext(to);
        return Compare(source, target);
    }

    /// <summary>The statements that create a model, or change one to another, or drop it.</summary>
    public static IReadOnlyList<string> ListStatements(Action<ModelBuilder>? from, Action<ModelBuilder>? to) =>
        [.. ListCommands(from, to).Select(command => command.CommandText.ReplaceLineEndings("\n").Trim())];

    public static IReadOnlyList<MigrationCommand> ListCommands(Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        using var source = from is null ? null : new ShopContext(from);
        using var target = to is null ? null : new ShopContext(to);
        var generator = (target ?? source)!.GetService<IMigrationsSqlGenerator>();
        return generator.Generate(Compare(source, target), target is null ? null : GetModel(target));
    }

    /// <summary>EF's model with everything that migrations are made from.</summary>
    public static IModel GetModel(DbContext context) => context.GetService<IDesignTimeModel>().Model;

    private static IReadOnlyList<MigrationOperation> Compare(ShopContext? source, ShopContext? target) =>
        (target ?? source)!.GetService<IMigrationsModelDiffer>().GetDifferences(
            source is null ? null : GetModel(source).GetRelationalModel(),
            target is null ? null : GetModel(target).GetRelationalModel());
}
