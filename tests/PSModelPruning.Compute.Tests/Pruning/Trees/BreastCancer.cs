using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Tests.Pruning.Trees;

/// <summary>
/// The breast-cancer data as scikit-learn 1.2.1's example of cost-complexity pruning takes it: <c>train_test_split(X, y, random_state=0)</c>, 426 training and 143 test
/// rows, and the tree that <c>DecisionTreeClassifier(random_state=0)</c> grows from the training rows.
/// </summary>
internal static class BreastCancer
{
    /// <summary>The rows of the test part, counted from 0 in the order of the file, which is scikit-learn's.</summary>
    private static readonly int[] TestRows =
    [
        1, 10, 12, 14, 15, 17, 21, 31, 37, 45, 46, 64, 66, 71, 75, 76, 78, 85, 89, 90, 96, 102, 103, 107,
        108, 113, 118, 127, 132, 134, 140, 142, 157, 159, 162, 165, 170, 172, 175, 179, 185, 188, 190, 194, 196, 205, 208, 210,
        211, 213, 224, 225, 231, 233, 235, 236, 239, 242, 247, 249, 250, 263, 264, 268, 271, 272, 281, 283, 298, 301, 306, 308,
        310, 313, 318, 319, 325, 330, 337, 338, 340, 345, 348, 350, 353, 354, 356, 358, 364, 366, 372, 380, 382, 384, 385, 389,
        391, 400, 401, 406, 412, 413, 414, 416, 417, 420, 421, 427, 432, 434, 439, 457, 458, 463, 465, 466, 468, 469, 471, 473,
        482, 490, 492, 500, 504, 512, 514, 515, 516, 518, 519, 525, 527, 538, 542, 546, 547, 550, 560, 562, 564, 566, 567,
    ];

    /// <summary>The data set whose training rows are scikit-learn's, in the order of the file; no validation rows.</summary>
    internal static Dataset ScikitSplit()
    {
        string[][] rows = [.. File.ReadAllLines(TestRuntime.ExampleData("breast-cancer.csv")).Skip(1).Select(line => line.Split(','))];
        int[] order = [.. Enumerable.Range(0, rows.Length).Except(TestRows), .. TestRows];
        float[] inputs = [.. order.SelectMany(row => rows[row].SkipLast(1).Select(text => float.Parse(text, CultureInfo.InvariantCulture)))];
        float[] targets = [.. order.Select(row => rows[row][^1] == "malignant" ? 0f : 1f)];
        return DatasetFactory.Create(inputs, targets, [30], ["malignant", "benign"], 0, TestRows.Length);
    }

    /// <summary>scikit-learn's tree: the input and threshold of each split, and the rows of each class (malignant, benign).</summary>
    internal static DecisionTree ScikitTree() => HandMadeTree.OfClasses(
        (7, 0.04891999810934067f, 20, [159, 267]),
        (23, 952.9000244140625f, 17, [13, 247]),
        (13, 42.19000244140625f, 14, [7, 245]),
        (25, 0.4535500109195709f, 13, [4, 243]),
        (21, 30.145000457763672f, 6, [3, 243]),
        (-1, 0f, 0, [0, 215]),
        (14, 0.004223499912768602f, 8, [3, 28]),
        (-1, 0f, 0, [2, 0]),
        (1, 23.200000762939453f, 12, [1, 28]),
        (1, 22.384998321533203f, 11, [1, 4]),
        (-1, 0f, 0, [0, 4]),
        (-1, 0f, 0, [1, 0]),
        (-1, 0f, 0, [0, 24]),
        (-1, 0f, 0, [1, 0]),
        (7, 0.028815001249313354f, 16, [3, 2]),
        (-1, 0f, 0, [0, 2]),
        (-1, 0f, 0, [3, 0]),
        (21, 26.005001068115234f, 19, [6, 2]),
        (-1, 0f, 0, [0, 2]),
        (-1, 0f, 0, [6, 0]),
        (23, 785.7999877929688f, 26, [146, 20]),
        (21, 23.739999771118164f, 23, [13, 17]),
        (-1, 0f, 0, [0, 14]),
        (25, 0.26340001821517944f, 25, [13, 3]),
        (-1, 0f, 0, [0, 3]),
        (-1, 0f, 0, [13, 0]),
        (10, 0.19185000658035278f, 28, [133, 3]),
        (-1, 0f, 0, [0, 2]),
        (26, 0.18205000460147858f, 30, [133, 1]),
        (-1, 0f, 0, [0, 1]),
        (-1, 0f, 0, [133, 0]));
}
