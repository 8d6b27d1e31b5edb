namespace MlOps.Domain.Statistics;

/// <summary>
/// Kolmogorov's distribution for few numbers, exactly: a power of a matrix of probabilities (J. Durbin, 1973, in the form of
/// G. Marsaglia, W. W. Tsang and J. Wang, 2003). One row of the power is enough, so the matrix is multiplied by a vector.
/// </summary>
internal static class DurbinMatrix
{
    /// <summary>The probability of a distance below this one.</summary>
    public static double Cdf(double distance, int count)
    {
        var middle = (int)Math.Ceiling(count * distance);
        var matrix = CreateMatrix((2 * middle) - 1, middle - (count * distance));
        var row = new double[matrix.Length];
        row[middle - 1] = 1;
        for (var step = 1; step <= count; step++)
            row = Multiply(row, matrix, (double)step / count);

        return row[middle - 1];
    }

    private static double[][] CreateMatrix(int size, double rest)
    {
        var inverseFactorials = new double[size + 1];
        inverseFactorials[0] = 1;
        for (var n = 1; n <= size; n++)
            inverseFactorials[n] = inverseFactorials[n - 1] / n;

        var matrix = new double[size][];
        for (var line = 0; line < size; line++)
        {
            matrix[line] = new double[size];
            for (var column = 0; column <= Math.Min(line + 1, size - 1); column++)
                matrix[line][column] = Weigh(line, column) * inverseFactorials[line - column + 1];
        }

        return matrix;

        // All are 1 except for the first column and the last line, where the limits cut a part away.
        double Weigh(int line, int column)
        {
            var weight = 1.0;
            if (column == 0)
                weight -= Math.Pow(rest, line + 1);

            if (line == size - 1)
                weight -= Math.Pow(rest, size - column);

            return column == 0 && line == size - 1 ? weight + Math.Pow(Math.Max(0, (2 * rest) - 1), size) : weight;
        }
    }

    private static double[] Multiply(double[] row, double[][] matrix, double factor)
    {
        var product = new double[row.Length];
        for (var line = 0; line < row.Length; line++)
        {
            for (var column = 0; column <= Math.Min(line + 1, row.Length - 1); column++)
                product[column] += row[line] * matrix[line][column] * factor;
        }

        return product;
    }
}
