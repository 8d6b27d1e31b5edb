using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Tests.Mapping;

namespace MlOps.Persistence.Tests.Postgres;

/// <summary>What a migration from one model to another is made of. No server is needed for it.</summary>
internal static class Ddl
{
    public static IReadOnlyList<MigrationOperation> Operations(Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        using var source = from is null ? null : new SmallContext(from);
        using var target = to is null ? null : new SmallContext(to);
        return Differ(source, target);
    }

    /// <summary>The statements that create a model, or change one to another, or drop it.</summary>
    public static IReadOnlyList<string> Statements(Action<ModelBuilder>? from, Action<ModelBuilder>? to) =>
        [.. Commands(from, to).Select(command => command.CommandText.ReplaceLineEndings("\n").Trim())];

    public static IReadOnlyList<MigrationCommand> Commands(Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        using var source = from is null ? null : new SmallContext(from);
        using var target = to is null ? null : new SmallContext(to);
        var generator = (target ?? source)!.GetService<IMigrationsSqlGenerator>();
        return generator.Generate(Differ(source, target), target is null ? null : TestModels.Of(target));
    }

    private static IReadOnlyList<MigrationOperation> Differ(SmallContext? source, SmallContext? target) =>
        (target ?? source)!.GetService<IMigrationsModelDiffer>().GetDifferences(
            source is null ? null : TestModels.Of(source).GetRelationalModel(),
            target is null ? null : TestModels.Of(target).GetRelationalModel());
}
