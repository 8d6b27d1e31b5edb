using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Conventions;

/// <summary>A confusion matrix as an object of its classes and counts, without the numbers that they imply.</summary>
internal sealed class ConfusionMatrixConverter() : ValueConverter<ConfusionMatrix, string>(
    matrix => Json.From(new Stored(matrix.Classes, matrix.Counts), "document").Text, text => Read(text))
{
    private static ConfusionMatrix Read(string text)
    {
        var stored = Json.FromDatabase(text).As<Stored>()!;
        return new ConfusionMatrix(stored.Classes, stored.Counts);
    }

    private sealed record Stored(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<long>> Counts);
}
