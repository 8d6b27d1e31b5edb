using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Server.Items;

/// <summary>The kinds of items that a context can store through a writer, those of the application's own classes among them.</summary>
internal sealed class ItemKinds
{
    private readonly Dictionary<Type, ItemKind> _kinds = [];

    public ItemKinds(IModel model)
    {
        AddWithLeaves<Prediction>(model, nameof(Prediction.ServiceName), "Service");
        AddWithLeaves<LearningEvent>(model, nameof(LearningEvent.EventType), "Kind");
        Type[] others = [typeof(Label), typeof(Feedback), typeof(ShadowScore), typeof(SystemMetric), typeof(PerformanceMetric)];
        foreach (var type in others)
            _kinds[type] = new ItemKind(ItemFactory.Find(type)!, null, [], IsSliced(model, type));

        ByTable = _kinds.Values.Where(kind => kind.Type != typeof(Label) && model.FindEntityType(kind.Type)!.BaseType is null)
            .ToDictionary(kind => model.FindEntityType(kind.Type)!.GetTableName()!, StringComparer.Ordinal);
    }

    /// <summary>The kinds by the table of their class; those of leaves are not among them.</summary>
    public IReadOnlyDictionary<string, ItemKind> ByTable { get; }

    public ItemKind Of<T>() => _kinds[typeof(T)];

    // A class without a way to make it from members, or without a name, can be written by .NET alone.
    private void AddWithLeaves<T>(IModel model, string discriminator, string constant)
    {
        var leaves = new Dictionary<string, ItemKind>(StringComparer.Ordinal);
        foreach (var leaf in model.FindEntityType(typeof(T))!.GetDerivedTypes())
        {
            var name = leaf.ClrType.GetField(constant, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as string;
            if (name is null || ItemFactory.Find(leaf.ClrType) is not { } factory)
                continue;

            _kinds[leaf.ClrType] = new ItemKind(factory, discriminator, [], IsSliced(model, typeof(T)));
            leaves[name] = _kinds[leaf.ClrType];
        }

        _kinds[typeof(T)] = new ItemKind(ItemFactory.Find(typeof(T))!, discriminator, leaves, IsSliced(model, typeof(T)));
    }

    private static bool IsSliced(IModel model, Type type) => model.FindEntityType(type)?.FindSliceTime() is not null;
}
