# A rule set that a doctor can read: which measurements of a cell sample indicate a malignant tumour?
# A small tree shows it in the units of the data.
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$tree = $data | Train-Model -Kind Tree -MaxLeaves 5 -MinLeafSamples 5 -Name 'Five rules' -Seed 1
$tree.ToText()

# The same tree as a graph for Graphviz. The command dot -Tsvg draws it.
$file = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'five-rules.dot')
$null = $tree | Export-Model $file -Force

# What do so few rules cost, compared with a full tree?
$full = $data | Train-Model -Kind Tree -Name 'Full tree' -Seed 1
Compare-Model $full, $tree
