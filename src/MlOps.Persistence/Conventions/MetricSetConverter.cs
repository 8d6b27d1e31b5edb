using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Stores metrics as an object of numbers.</summary>
public sealed class MetricSetConverter() : ValueConverter<MetricSet, string>(
    metrics => Document.Write(metrics), text => new MetricSet(Document.Read<Dictionary<string, double>>(text)));
