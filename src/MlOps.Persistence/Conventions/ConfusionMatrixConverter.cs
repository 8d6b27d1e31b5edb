using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain.Statistics;

namespace MlOps.Persistence.Conventions;

/// <summary>Stores a confusion matrix as an object of its classes and counts, without the numbers that they imply.</summary>
public sealed class ConfusionMatrixConverter() : ValueConverter<ConfusionMatrix, string>(
    matrix => Write(matrix), text => Read(text))
{
    /// <summary>The document of a matrix. Compiled models call it.</summary>
    public static string Write(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Document.Write(new Stored(matrix.Classes, matrix.Counts));
    }

    /// <summary>The matrix of a document. Compiled models call it.</summary>
    public static ConfusionMatrix Read(string text)
    {
        var stored = Document.Read<Stored>(text);
        return new ConfusionMatrix(stored.Classes, stored.Counts);
    }

    private sealed record Stored(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<long>> Counts);
}
