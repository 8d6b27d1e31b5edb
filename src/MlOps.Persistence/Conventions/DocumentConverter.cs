using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Conventions;

/// <summary>Stores a value as a jsonb document, which is read back as a simpler type first.</summary>
internal abstract class DocumentConverter<T, TStored>(Func<TStored, T> fromStored)
    : ValueConverter<T, string>(
        value => Json.From(value, "document").Text,
        text => fromStored(Json.FromDatabase(text).As<TStored>()!));

/// <summary>Metrics as an object of numbers.</summary>
internal sealed class MetricSetConverter()
    : DocumentConverter<MetricSet, Dictionary<string, double>>(values => new MetricSet(values));

/// <summary>Tags as an object of texts.</summary>
internal sealed class TagSetConverter()
    : DocumentConverter<TagSet, Dictionary<string, string>>(values => new TagSet(values));

/// <summary>Superseded labels as an array of objects.</summary>
internal sealed class SupersededLabelsConverter()
    : DocumentConverter<IReadOnlyList<SupersededLabel>, SupersededLabel[]>(labels => labels);

/// <summary>A loss curve as an array of objects.</summary>
internal sealed class LossCurveConverter()
    : DocumentConverter<IReadOnlyList<LossPoint>, LossPoint[]>(points => points);

/// <summary>Findings as an array of objects.</summary>
internal sealed class HealthFindingsConverter()
    : DocumentConverter<IReadOnlyList<HealthFinding>, HealthFinding[]>(findings => findings);
