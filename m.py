import sys; sys.path.insert(0,'/tmp')
from st import t
import glob
cmds={ 'ours':['/work/wt-speed/mlrepl','-e',''],'ver':['/work/wt-speed/mlrepl','--version']}
for f in glob.glob('/tmp/sp/t_*'): cmds[f[8:]]=[f]
for r in range(2):
  for k,c in cmds.items(): print(k, t(c,n=40), t(c,{"OPENBLAS_NUM_THREADS":"1"},n=40))
