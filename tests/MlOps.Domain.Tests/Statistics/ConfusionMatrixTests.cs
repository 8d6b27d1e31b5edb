using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

public class ConfusionMatrixTests
{
    // Of 10 sick people 8 were recognized, and of 110 healthy people 20 were declared sick.
    private static readonly ConfusionMatrix Sick = ConfusionMatrix.Binary(8, 20, 2, 90);

    private static readonly ConfusionMatrix Animals = new(["cat", "dog", "fox"], [[5, 3, 0], [2, 3, 1], [0, 0, 0]]);

    [Fact]
    public void A_binary_matrix_has_the_numbers_of_a_textbook()
    {
        Assert.Equal((120, 98), (Sick.Total, Sick.Correct));
        Assert.Equal(98 / 120.0, Sick.Accuracy);
        Assert.Equal(8 / 28.0, Sick.Precision());
        Assert.Equal(0.8, Sick.Recall());
        Assert.Equal(16 / 38.0, Sick.F1());
        Assert.Equal(90 / 92.0, Sick.Precision(ConfusionMatrix.Negative));
        Assert.Equal(90 / 110.0, Sick.Recall(ConfusionMatrix.Negative));
        Assert.Equal((180 / 202.0 + 16 / 38.0) / 2, Sick.MacroF1, 15);
    }

    [Fact]
    public void Rows_are_actual_classes_and_columns_are_predicted_classes()
    {
        Assert.Equal((6, 6, 3), (Animals.CountActual("dog"), Animals.CountPredicted("dog"), Animals.CountHits("dog")));
        Assert.Equal((5 / 8.0, 5 / 7.0), (Animals.Recall("cat"), Animals.Precision("cat")));
        Assert.Equal(8 / 14.0, Animals.Accuracy);
    }

    [Fact]
    public void A_share_of_nothing_is_unknown()
    {
        Assert.Null(Animals.Recall("fox"));
        Assert.Equal((0.0, 0.0), (Animals.Precision("fox"), Animals.F1("fox")));

        var nothing = ConfusionMatrix.Binary(0, 0, 0, 0);
        Assert.Equal(
            (null, null, null, null, 0.0),
            (nothing.Accuracy, nothing.Precision(), nothing.Recall(), nothing.F1(), nothing.MacroF1));
    }

    [Fact]
    public void Matrices_with_the_same_classes_and_counts_are_equal()
    {
        Assert.Equal(Sick, ConfusionMatrix.Binary(8, 20, 2, 90));
        Assert.Equal(Sick.GetHashCode(), ConfusionMatrix.Binary(8, 20, 2, 90).GetHashCode());
        Assert.NotEqual(Sick, ConfusionMatrix.Binary(8, 2, 20, 90));
        Assert.NotEqual(Sick, new ConfusionMatrix(["no", "yes"], [[90, 20], [2, 8]]));
        Assert.False(Sick.Equals(null));
    }

    [Fact]
    public void An_invalid_matrix_is_refused()
    {
        Refused.Value("Classes", "null", () => new ConfusionMatrix(null!, []));
        Refused.Value("Counts", "null", () => new ConfusionMatrix(["a", "b"], null!));
        Refused.Value("Counts", "null", () => new ConfusionMatrix(["a", "b"], [[1, 2], null!]));
        Refused.Value("Classes", "two or more", () => new ConfusionMatrix(["a"], [[1]]));
        Refused.Value("Classes", "a, a", () => new ConfusionMatrix(["a", "a"], [[1, 2], [3, 4]]));
        Refused.Value("Classes", "''", () => new ConfusionMatrix(["a", ""], [[1, 2], [3, 4]]));
        Refused.Value("Classes", "201", () => new ConfusionMatrix(["a", new string('x', 201)], [[1, 2], [3, 4]]));
        Refused.Value("Counts", "2 classes; it has 1", () => new ConfusionMatrix(["a", "b"], [[1, 2]]));
        Refused.Value("Counts", "a row has 3", () => new ConfusionMatrix(["a", "b"], [[1, 2], [3, 4, 5]]));
        Refused.Value("Counts", "it was -1", () => ConfusionMatrix.Binary(1, 1, -1, 1));
        Refused.Value("Counts", "at most 9223372036854775807", () => ConfusionMatrix.Binary(long.MaxValue, 1, 0, 0));
        Refused.Value("Classes", "'bird'", () => Animals.Recall("bird"));
        Refused.Value("Classes", "'positive'", () => Animals.F1());
    }

    [Fact]
    public void A_matrix_does_not_change_with_the_arrays_behind_it()
    {
        long[] row = [1, 2];
        var matrix = new ConfusionMatrix(["a", "b"], [row, row]);
        row[0] = 100;

        Assert.Equal((1, 1, 6), (matrix.Counts[0][0], matrix.Counts[1][0], matrix.Total));
    }
}
